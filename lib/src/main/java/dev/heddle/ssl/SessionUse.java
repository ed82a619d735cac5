package dev.heddle.ssl;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;

/**
 * What OpenSSL says about sessions end by end: the cache mode and SSL_OP_NO_TICKET. They take
 * something away from the configuration's {@link Sessions}, once it is known which end this is.
 */
final class SessionUse {

  volatile SessCacheMode cacheMode;
  volatile boolean noTicket;

  SessionUse(SessCacheMode cacheMode) {
    this.cacheMode = cacheMode;
  }

  SessionUse copy() {
    SessionUse copy = new SessionUse(cacheMode);
    copy.noTicket = noTicket;
    return copy;
  }

  /** The configuration as it is for one end. */
  TlsConfig of(TlsConfig config, boolean client) {
    Sessions all = config.sessions();
    Sessions left = all;
    if (left.cache() != null && !cacheMode.allows(client)) {
      left = left.withCache(null);
    }
    if (left.ticketKeys() != null && noTicket) {
      left = left.withTicketKeys(null);
    }
    return left == all ? config : config.withSessions(left);
  }
}
