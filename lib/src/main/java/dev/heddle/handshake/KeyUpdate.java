package dev.heddle.handshake;

/** A KeyUpdate message from either side (RFC 8446 section 4.6.3). */
final class KeyUpdate {

  private static final String WHERE = "KeyUpdate";

  private KeyUpdate() {}

  static void check(Octets body) throws BrokenRuleException {
    int request = body.u8(WHERE + ": request_update");
    body.end(WHERE);
    if (request > 1) {
      throw BrokenRuleException.illegal(
          WHERE + ": request_update is " + request + ", neither 0 nor 1");
    }
  }
}
