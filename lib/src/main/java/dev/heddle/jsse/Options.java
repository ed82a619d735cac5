package dev.heddle.jsse;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.KeyLog;
import dev.heddle.config.SessionCache;
import dev.heddle.net.Limits;
import java.util.Objects;

/**
 * What {@code javax.net.ssl} has no method for. Immutable; {@code
 * Options.defaults().withLimits(…)}. {@link HeddleProvider} takes one for all its contexts.
 *
 * @param limits how long calls may take: {@link Limits#connect} is for the whole handshake, however
 *     often SO_TIMEOUT begins anew; a read ends by SO_TIMEOUT or by {@link Limits#read}, whichever
 *     is less
 * @param nagle what to do about Nagle's algorithm
 * @param sessionCache where sessions wait to be resumed; null: one that each context has to itself
 * @param keyLog given the secrets of each connection; null for nobody
 * @param ignoreUnexpectedEof whether an end without close_notify is taken for a clean one, which
 *     lets anybody in between cut a stream off unseen: for peers that never send it
 */
public record Options(
    Limits limits,
    NaglePolicy nagle,
    SessionCache sessionCache,
    KeyLog keyLog,
    boolean ignoreUnexpectedEof) {

  /** Checks that limits and policy are given. */
  public Options {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(nagle, "nagle");
  }

  /**
   * Those of the system properties {@code dev.heddle.…} as they are now, see {@link
   * HeddleProvider}.
   *
   * @throws dev.heddle.config.ConfigException naming property and value that cannot be used
   */
  public static Options defaults() {
    return OptionProperties.read();
  }

  /** The same with other {@link #limits}. */
  public Options withLimits(Limits other) {
    return new Options(other, nagle, sessionCache, keyLog, ignoreUnexpectedEof);
  }

  /** The same with another {@link #nagle}. */
  public Options withNagle(NaglePolicy other) {
    return new Options(limits, other, sessionCache, keyLog, ignoreUnexpectedEof);
  }

  /** The same with another {@link #sessionCache}; null: each context has one to itself. */
  public Options withSessionCache(SessionCache other) {
    return new Options(limits, nagle, other, keyLog, ignoreUnexpectedEof);
  }

  /** The same with another {@link #keyLog}; null for nobody. */
  public Options withKeyLog(KeyLog other) {
    return new Options(limits, nagle, sessionCache, other, ignoreUnexpectedEof);
  }

  /** The same with another {@link #ignoreUnexpectedEof}. */
  public Options withIgnoreUnexpectedEof(boolean ignore) {
    return new Options(limits, nagle, sessionCache, keyLog, ignore);
  }
}
