package dev.heddle.handshake;

/** A server's NewSessionTicket (RFC 8446 section 4.6.1, RFC 5077 section 3.3). */
final class NewSessionTicket {

  private static final String WHERE = "NewSessionTicket";
  private static final int SEVEN_DAYS = 604800;

  private NewSessionTicket() {}

  /** Judges TLS 1.3's. */
  static void check13(Octets body, Limits limits) throws BrokenRuleException {
    long lifetime = body.u32(WHERE + ": ticket_lifetime");
    body.u32(WHERE + ": ticket_age_add");
    body.vector8(WHERE + ": ticket_nonce");
    body.vector16(WHERE + ": ticket").notEmpty(WHERE + ": ticket");
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
  }

  /** Judges TLS 1.2's, whose ticket may be empty. */
  static void check12(Octets body) throws BrokenRuleException {
    body.u32(WHERE + ": ticket_lifetime_hint");
    body.vector16(WHERE + ": ticket");
    body.end(WHERE);
  }
}
