package dev.heddle.config;

/**
 * Told of each session that can be resumed: {@code SSL_CTX_sess_set_new_cb(3)}. A client of TLS 1.3
 * hears of one for each ticket, which it takes in after the handshake, in its first read as a rule;
 * a server of TLS 1.3 once the handshake is complete, even if the tickets left before ({@link
 * Sessions#ticketsAtOnce}). It is called in the midst of a read or of the handshake, which wait for
 * it; an exception fails the connection.
 */
@FunctionalInterface
public interface NewSessionCallback {
  /** A session has been made; a client is about to put it into the cache, if there is one. */
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

  /**
   * Asked about a session that could be resumed: by a client that would offer it, and by a server
   * whose client has, as is the second callback of {@code SSL_CTX_set_session_ticket_cb(3)}. It is
   * called in the midst of the handshake, which waits for it; an exception fails the connection.
   *
   * <p>A server may be asked about a session that it has not been told of, if {@linkplain
   * Sessions#ticketsAtOnce tickets leave at once}: their client can use one before the handshake
   * that brought it is complete, or if it never is.
   *
   * @return whether to resume it; the default is true. Otherwise the handshake is a full one, or
   *     with another session
   */
  default boolean mayResume(Session session) {
    return true;
  }
}
