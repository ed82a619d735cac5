package dev.heddle.ssl;

/**
 * Which ends keep sessions in the context's cache: the SSL_SESS_CACHE_* values of
 * SSL_CTX_set_session_cache_mode(3). Tickets are independent of it, and so are sessions that a
 * client is given by {@link Ssl#setSession}.
 */
public enum SessCacheMode {
  /** Neither: a client resumes what it is given, and a server what comes in a ticket. */
  OFF,
  /**
   * Clients keep their sessions, and resume the newest one that fits. In OpenSSL they only keep
   * them.
   */
  CLIENT,
  /** Servers keep those sessions that are not in tickets: OpenSSL's default. */
  SERVER,
  /** Both. */
  BOTH;

  /** Whether this end uses the cache. */
  boolean allows(boolean client) {
    return this == BOTH || this == (client ? CLIENT : SERVER);
  }
}
