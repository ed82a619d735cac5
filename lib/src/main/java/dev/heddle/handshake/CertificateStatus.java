package dev.heddle.handshake;

import dev.heddle.fault.Alert;

/**
 * An OCSP staple on the wire (RFC 6066 section 8): a message of TLS 1.2, an extension of the leaf
 * in TLS 1.3 (RFC 8446 section 4.4.2.1). What it says is for others to judge.
 */
final class CertificateStatus {

  private static final int OCSP = 1;

  private CertificateStatus() {}

  /** RFC 6066 has an alert of its own for a response that will not do, malformed ones included. */
  static void check(Octets body, String where) throws BrokenRuleException {
    try {
      int type = body.u8(where);
      if (type != OCSP) {
        throw BrokenRuleException.decode(where + ": status_type is " + type + ", not ocsp");
      }
      body.vector24(where).notEmpty(where);
      body.end(where);
    } catch (BrokenRuleException e) {
      throw new BrokenRuleException(Alert.BAD_CERTIFICATE_STATUS_RESPONSE, e.getMessage());
    }
  }
}
