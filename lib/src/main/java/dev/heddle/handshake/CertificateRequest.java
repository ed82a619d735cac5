package dev.heddle.handshake;

import dev.heddle.fault.Alert;

/** A server's CertificateRequest (RFC 8446 section 4.3.2, RFC 5246 section 7.4.4). */
final class CertificateRequest {

  private static final String WHERE = "CertificateRequest";

  private CertificateRequest() {}

  /** Judges TLS 1.3's, which comes in the handshake: we never offer post_handshake_auth. */
  static void check13(Octets body, Limits limits) throws BrokenRuleException {
    Octets context = body.vector8(WHERE + ": certificate_request_context");
    Octets block = body.vector16(WHERE + ": extensions");
    body.end(WHERE);
    if (!context.isEmpty()) {
      throw BrokenRuleException.illegal(
          WHERE + ": certificate_request_context is not empty during the handshake");
    }
    Extensions extensions = Extensions.read(WHERE, block, limits.extensions());
    for (int type : extensions.types()) {
      ExtensionType.requirePlace(type, ExtensionType.Place.CERTIFICATE_REQUEST, WHERE);
    }
    if (!extensions.has(ExtensionType.SIGNATURE_ALGORITHMS)) {
      throw new BrokenRuleException(
          Alert.MISSING_EXTENSION,
          WHERE + " has no " + ExtensionType.SIGNATURE_ALGORITHMS.rfcName());
    }
    checkSchemes(extensions, ExtensionType.SIGNATURE_ALGORITHMS);
    checkSchemes(extensions, ExtensionType.SIGNATURE_ALGORITHMS_CERT);
    Octets authorities = extensions.body(ExtensionType.CERTIFICATE_AUTHORITIES);
    if (authorities != null) {
      String name = extensions.name(ExtensionType.CERTIFICATE_AUTHORITIES);
      checkNames(authorities.vector16(name).notEmpty(name), name);
      authorities.end(name);
    }
  }

  private static void checkSchemes(Extensions extensions, ExtensionType type)
      throws BrokenRuleException {
    Octets body = extensions.body(type);
    if (body != null) {
      String name = extensions.name(type);
      body.vector16(name).notEmpty(name).u16s(name);
      body.end(name);
    }
  }

  /** Judges TLS 1.2's. */
  static void check12(Octets body) throws BrokenRuleException {
    String types = WHERE + ": certificate_types";
    body.vector8(types).notEmpty(types);
    String schemes = WHERE + ": supported_signature_algorithms";
    body.vector16(schemes).notEmpty(schemes).u16s(schemes);
    String authorities = WHERE + ": certificate_authorities";
    checkNames(body.vector16(authorities), authorities);
    body.end(WHERE);
  }

  /** That each is a distinguished name is seen by whoever reads it. */
  private static void checkNames(Octets names, String where) throws BrokenRuleException {
    while (!names.isEmpty()) {
      names.vector16(where).notEmpty(where);
    }
  }
}
