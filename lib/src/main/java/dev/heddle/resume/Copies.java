package dev.heddle.resume;

import dev.heddle.config.SessionValues;

/** Sessions that differ from another in one thing. */
final class Copies {

  static SessionValues withTicket(SessionValues session, byte[] ticket) {
    return copy(session, session.secret(), ticket);
  }

  static SessionValues withoutSecret(SessionValues session) {
    return copy(session, new byte[0], session.ticket());
  }

  private static SessionValues copy(SessionValues session, byte[] secret, byte[] ticket) {
    return new SessionValues(
        session.version(),
        session.cipherSuite(),
        secret,
        session.sessionId(),
        ticket,
        session.ticketAgeAdd(),
        session.extendedMasterSecret(),
        session.authenticatedAt(),
        session.createdAt(),
        session.expiresAt(),
        session.serverName(),
        session.alpn(),
        session.peerChain(),
        session.verifyResult(),
        session.peerAsked(),
        session.endPointHash(),
        session.settings());
  }

  private Copies() {}
}
