package dev.heddle.config;

/**
 * Told of each session that can be resumed: {@code SSL_CTX_sess_set_new_cb(3)}. A client of TLS 1.3
 * hears of one for each ticket, which come after the handshake, with the first data as a rule. It
 * is called in the midst of a read or of the handshake, which wait for it; an exception fails the
 * connection.
 */
@FunctionalInterface
public interface NewSessionCallback {
  /** A session has been made, and put into the cache if there is one. */
  void newSession(Session session);

  /**
   * As the other method, told whose connection it is. This is what is called; the default passes
   * the session on.
   *
   * @param attachment what the program has given the connection to be known by; null for nothing
   */
  default void newSession(Session session, Object attachment) {
    newSession(session);
  }
}
