package dev.heddle.handshake;

/**
 * A server's NewSessionTicket (RFC 8446 section 4.6.1, RFC 5077 section 3.3).
 *
 * @param lifetime in seconds, at most seven days in TLS 1.3; 0 says not to keep it in TLS 1.3, and
 *     nothing in TLS 1.2
 * @param ageAdd what hides the ticket's age, a uint32; 0 in TLS 1.2
 * @param nonce of TLS 1.3; empty in TLS 1.2
 * @param ticket empty in TLS 1.2 if there is none after all
 */
public record NewSessionTicket(long lifetime, long ageAdd, byte[] nonce, byte[] ticket) {

  private static final String WHERE = "NewSessionTicket";
  private static final int SEVEN_DAYS = 604800;

  /** Reads TLS 1.3's. */
  static NewSessionTicket read13(Octets body, Limits limits) throws BrokenRuleException {
    long lifetime = body.u32(WHERE + ": ticket_lifetime");
    long ageAdd = body.u32(WHERE + ": ticket_age_add");
    Octets nonce = body.vector8(WHERE + ": ticket_nonce");
    Octets ticket = body.vector16(WHERE + ": ticket").notEmpty(WHERE + ": ticket");
    Octets block = body.vector16(WHERE + ": extensions");
    body.end(WHERE);
    if (lifetime > SEVEN_DAYS) {
      throw BrokenRuleException.illegal(
          WHERE + ": ticket_lifetime is " + lifetime + " s, more than seven days");
    }
    Extensions extensions = Extensions.read(WHERE, block, limits.extensions());
    for (int type : extensions.types()) {
      ExtensionType.requirePlace(type, ExtensionType.Place.NEW_SESSION_TICKET, WHERE);
    }
    Octets earlyData = extensions.body(ExtensionType.EARLY_DATA);
    if (earlyData != null) {
      String name = extensions.name(ExtensionType.EARLY_DATA);
      earlyData.u32(name);
      earlyData.end(name);
    }
    return new NewSessionTicket(lifetime, ageAdd, nonce.bytes(), ticket.bytes());
  }

  /** Reads TLS 1.2's, whose ticket may be empty. */
  static NewSessionTicket read12(Octets body) throws BrokenRuleException {
    long lifetime = body.u32(WHERE + ": ticket_lifetime_hint");
    Octets ticket = body.vector16(WHERE + ": ticket");
    body.end(WHERE);
    return new NewSessionTicket(lifetime, 0, new byte[0], ticket.bytes());
  }
}
