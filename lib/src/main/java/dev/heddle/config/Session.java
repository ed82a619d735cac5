package dev.heddle.config;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session that can be resumed: {@code SSL_SESSION}. What it consists of does not change; whether
 * it may still be resumed does. Safe for use by several threads.
 *
 * <p>It holds the secret that resuming needs, for as long as somebody holds it: who has a session
 * can pass for either end of it.
 */
public final class Session {

  private final SessionValues values;
  private final AtomicBoolean spent = new AtomicBoolean();
  private volatile Object attachment;

  private Session(SessionValues values) {
    this.values = values;
  }

  /** A session of these values ({@code SSL_SESSION_new(3)} and what sets its fields). */
  public static Session of(SessionValues values) {
    return new Session(values);
  }

  /** What it consists of, its secret included. */
  public SessionValues values() {
    return values;
  }

  /** The version ({@code SSL_SESSION_get_protocol_version(3)}). */
  public TlsVersion version() {
    return values.version();
  }

  /** Whether it is resumed once at most: a ticket of TLS 1.3 is (RFC 8446 appendix C.4). */
  public boolean isSingleUse() {
    return values.version() == TlsVersion.TLS_1_3;
  }

  /**
   * Whether it may be resumed ({@code SSL_SESSION_is_resumable(3)}): it has its secret, and a
   * ticket or an id, was not {@link #invalidate invalidated} and, if it is for one use, not used.
   * Whether it has expired is not looked at.
   */
  public boolean isResumable() {
    return !spent.get()
        && values.secret().length > 0
        && (values.ticket().length > 0 || values.sessionId().length > 0);
  }

  /**
   * Has it carry an object of the program's, which a client's later sessions that come of it carry,
   * too ({@code SSL_SESSION_set_ex_data(3)}). It is not in what {@link #seal} makes.
   *
   * @param object null for none
   */
  public void attach(Object object) {
    attachment = object;
  }

  /** What it carries ({@code SSL_SESSION_get_ex_data(3)}); null for nothing. */
  public Object attachment() {
    return attachment;
  }

  /** It must not be resumed from now on, for example after a fatal alert (RFC 5246 7.2.2). */
  public void invalidate() {
    spent.set(true);
  }

  /**
   * Asks to resume it, now: true for all callers as long as it {@link #isResumable}, but for a
   * session for one use only for the first.
   */
  public boolean use() {
    return isSingleUse() ? isResumable() && spent.compareAndSet(false, true) : isResumable();
  }

  /**
   * It as bytes ({@code i2d_SSL_SESSION(3)}), which only who has the key can read or change.
   *
   * @param keys the first of which seals
   * @param purpose what the bytes are for; they open only with the same
   * @return at most 131 117 bytes: it is 45 longer than the values
   * @throws ConfigException if it is longer than that, as with a chain of many large certificates
   *     that a program allows its peers, or there is no key
   */
  public byte[] seal(TicketKeys keys, String purpose) {
    return SessionSeal.seal(values, keys, purpose);
  }

  /**
   * Reads what {@link #seal} has made ({@code d2i_SSL_SESSION(3)}): a new session, which knows
   * nothing of whether that one has been used or invalidated.
   *
   * @param sealed any bytes; none make it throw
   * @param keys that are looked through for the one that sealed
   * @param purpose the one it was sealed for
   * @return empty if none of the keys opens it, it was changed, is for another purpose, or comes
   *     from a version of this library that had another format
   */
  public static Optional<Session> open(byte[] sealed, TicketKeys keys, String purpose) {
    return SessionSeal.open(sealed, keys, purpose).map(Session::of);
  }

  /** The facts, and none of the secrets. */
  @Override
  public String toString() {
    return "Session" + values.toString().substring("SessionValues".length());
  }
}
