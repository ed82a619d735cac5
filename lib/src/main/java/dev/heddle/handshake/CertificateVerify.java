package dev.heddle.handshake;

import java.security.PublicKey;

/**
 * A CertificateVerify message taken apart (RFC 8446 section 4.4.3, RFC 5246 section 7.4.8), which
 * is also the end of a signed ServerKeyExchange.
 *
 * @param scheme the signature scheme; in TLS 1.2 hash and signature algorithm
 * @param signature may be empty, and is then wrong
 */
record CertificateVerify(String where, int scheme, Octets signature) {

  /** Reads the body of the message to its end. */
  static CertificateVerify read(Octets body) throws BrokenRuleException {
    return read("CertificateVerify", body);
  }

  /**
   * Reads a scheme and a signature, and demands that nothing follows.
   *
   * @param where the message, for errors
   */
  static CertificateVerify read(String where, Octets body) throws BrokenRuleException {
    int scheme = body.u16(where + ": algorithm");
    String signatureText = where + ": signature";
    Octets signature = body.vector16(signatureText);
    body.end(where);
    return new CertificateVerify(where, scheme, signature);
  }

  /**
   * Demands a scheme that we have offered and that may sign TLS 1.3's handshake.
   *
   * @param offered our signature_algorithms
   */
  void requireScheme13(int[] offered) throws BrokenRuleException {
    if (!SignatureRules.signsTls13(scheme)) {
      // RFC 8446 section 4.2.3: these are for signatures in certificates alone.
      throw BrokenRuleException.illegal(
          where + ": " + Numbers.scheme(scheme) + " does not sign in TLS 1.3");
    }
    requireScheme(offered);
  }

  /** Demands a scheme that the key of the peer's certificate can sign with. */
  void requireKey(PublicKey key) throws BrokenRuleException {
    if (!SignatureRules.fits(scheme, key)) {
      throw BrokenRuleException.illegal(
          where
              + ": "
              + Numbers.scheme(scheme)
              + " is not for the certificate's key, which is "
              + key.getAlgorithm());
    }
  }

  /** Demands a scheme that we have offered. */
  void requireScheme(int[] offered) throws BrokenRuleException {
    for (int each : offered) {
      if (each == scheme) {
        return;
      }
    }
    throw BrokenRuleException.illegal(where + ": " + Numbers.scheme(scheme) + " was not offered");
  }
}
