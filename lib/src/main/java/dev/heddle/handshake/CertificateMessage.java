package dev.heddle.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Certificate message taken apart, from either side (RFC 8446 section 4.4.2, RFC 5246 section
 * 7.4.2). What the certificates say has not been looked at.
 *
 * @param context certificate_request_context; empty in TLS 1.2, which has none
 * @param entries leaf first; empty where the peer has no certificate
 */
record CertificateMessage(Octets context, List<Entry> entries) {

  /**
   * One certificate.
   *
   * @param certificate its bytes, at least one
   * @param extensions none in TLS 1.2
   */
  record Entry(Octets certificate, Extensions extensions) {}

  /** Reads the body of TLS 1.3's message to its end. */
  static CertificateMessage read13(Octets body, Limits limits) throws BrokenRuleException {
    Octets context = body.vector8(WHERE + ": certificate_request_context");
    return read(body, context, true, limits);
  }

  /** Reads the body of TLS 1.2's message to its end. */
  static CertificateMessage read12(Octets body, Limits limits) throws BrokenRuleException {
    return read(body, body.take(0, WHERE), false, limits);
  }

  private static CertificateMessage read(Octets body, Octets context, boolean tls13, Limits limits)
      throws BrokenRuleException {
    Octets list = body.vector24(WHERE + ": certificate_list");
    body.end(WHERE);
    List<Entry> entries = new ArrayList<>();
    while (!list.isEmpty()) {
      if (entries.size() == limits.certificates()) {
        // No RFC names the alert; OpenSSL has this one for a Certificate message that is too long.
        throw BrokenRuleException.illegal(
            WHERE + " has more than " + limits.certificates() + " certificates");
      }
      Octets certificate = list.vector24(CERT_DATA).notEmpty(CERT_DATA);
      Extensions extensions =
          tls13
              ? Extensions.read(WHERE, list.vector16(WHERE + ": extensions"), limits.extensions())
              : Extensions.none(WHERE);
      entries.add(new Entry(certificate, extensions));
    }
    return new CertificateMessage(context, entries);
  }

  /** During the handshake there is no context (RFC 8446 section 4.4.2). */
  void requireNoContext() throws BrokenRuleException {
    if (!context.isEmpty()) {
      throw BrokenRuleException.illegal(
          WHERE + ": certificate_request_context is not empty during the handshake");
    }
  }

  /** A server has a certificate to show (RFC 8446 section 4.4.2.4). */
  void requireCertificate() throws BrokenRuleException {
    if (entries.isEmpty()) {
      throw BrokenRuleException.decode(WHERE + ": certificate_list is empty");
    }
  }

  /**
   * Demands that the extensions of each entry answer some that were sent before, in their form.
   *
   * @param asked the types in our ClientHello, or in our CertificateRequest
   */
  void requireAnswers(Set<Integer> asked) throws BrokenRuleException {
    for (Entry entry : entries) {
      Extensions extensions = entry.extensions();
      extensions.answer(ExtensionType.Place.CERTIFICATE, asked);
      Octets staple = extensions.body(ExtensionType.STATUS_REQUEST);
      if (staple != null) {
        CertificateStatus.check(staple, extensions.name(ExtensionType.STATUS_REQUEST));
      }
    }
  }

  private static final String WHERE = "Certificate";
  private static final String CERT_DATA = WHERE + ": cert_data";
}
