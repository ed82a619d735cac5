package dev.heddle.resume;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NewSessionCallback;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.config.SessionValues;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** A client's sessions: which one a connection may offer, and where a new one goes. */
public final class ClientSessions {

  private final TlsConfig config;
  private final Object attachment;
  private final byte[] settings;

  /** Null: no cache is looked into. */
  private final SessionCache cache;

  private final SessionKey key;

  /**
   * For one connection.
   *
   * @param peer whom it is to; null: only the session that the configuration names is looked at
   * @param attachment what the callback is told to know it by; null for nothing
   */
  public ClientSessions(TlsConfig config, String peer, Object attachment) {
    this.config = config;
    this.attachment = attachment;
    // Not for nothing: it may have to load the anchors.
    this.settings =
        areWanted() || config.session().isPresent() ? config.trustDigest(true) : new byte[0];
    this.cache = peer == null ? null : config.sessions().cache();
    this.key = cache == null ? null : SessionKey.client(peer, settings);
  }

  /** Whether anybody could want a session of this connection. */
  public boolean areWanted() {
    Sessions sessions = config.sessions();
    return sessions.cache() != null || sessions.ticketKeys() != null || sessions.callback() != null;
  }

  /** Whether a connection that resumes nothing is of no use. */
  public boolean mustResume() {
    return !config.sessions().fullHandshakes();
  }

  /** A session to offer now, which nobody else will if it is for one use; null if there is none. */
  public Session toOffer() {
    Session given = config.session().orElse(null);
    if (given != null && fits(given.values()) && mayResume(given) && given.use()) {
      return given;
    }
    for (int i = 0; cache != null && i < MOST_LOOKED_AT; i++) {
      Session kept = cache.take(key);
      if (kept == null) {
        return null;
      }
      if (fits(kept.values()) && mayResume(kept) && kept.use()) {
        return kept;
      }
      cache.remove(key, kept);
    }
    return null;
  }

  private boolean mayResume(Session session) {
    NewSessionCallback callback = config.sessions().callback();
    return callback == null || callback.mayResume(session);
  }

  /**
   * Whether it was made under the settings of this connection, for the name that it asks for, and
   * can be of use to it now.
   */
  private boolean fits(SessionValues session) {
    Instant now = config.clock().instant();
    return MessageDigest.isEqual(settings, session.settings())
        && config.serverName().equals(Optional.ofNullable(session.serverName()))
        && now.isBefore(session.expiresAt())
        && !now.isBefore(session.createdAt())
        && session.extendedMasterSecret()
        && config.versions().contains(session.version())
        && suiteFits(session.cipherSuite())
        && nameFits(session);
  }

  private boolean suiteFits(CipherSuite suite) {
    if (suite.version() != TlsVersion.TLS_1_3) {
      return config.cipherSuites().contains(suite);
    }
    for (CipherSuite each : config.cipherSuites()) {
      if (suite.sharesTickets(each)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The settings are the same, and so is the name; but this costs little. A callback that judges
   * may go by another name.
   */
  private boolean nameFits(SessionValues session) {
    return config.verifyMode(true) == VerifyMode.NONE
        || config.certVerifyCallback().isPresent()
        || config.hostName().isEmpty()
        || (!session.peerChain().isEmpty()
            && config.hostName().get().matches(session.peerChain().getFirst()));
  }

  /** Tells of a new session, and keeps it: nobody resumes what has not been told of. */
  public void keep(Session session) {
    NewSessionCallback callback = config.sessions().callback();
    if (callback != null) {
      callback.newSession(session, attachment);
    }
    if (cache != null) {
      cache.put(key, session);
    }
  }

  /** Keeps a new session in place of an earlier one; null for none. */
  public void replace(Session earlier, Session session) {
    if (cache != null && earlier != null) {
      cache.remove(key, earlier);
    }
    keep(session);
  }

  /** Forgets a session that must not be resumed any more. */
  public void forget(Session session) {
    session.invalidate();
    if (cache != null) {
      cache.remove(key, session);
    }
  }

  /** The settings that a session of this connection is made under. */
  public byte[] settings() {
    return settings.clone();
  }

  private static final int MOST_LOOKED_AT = 64;
}
