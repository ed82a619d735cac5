package dev.heddle.handshake;

import java.security.PublicKey;

/** What signature schemes are good for, by their numbers (RFC 8446 section 4.2.3). */
final class SignatureRules {

  private SignatureRules() {}

  /**
   * Whether a scheme may sign a CertificateVerify of TLS 1.3. RSA with PKCS #1 v1.5 may not, nor
   * may anything with SHA-1, nor what only TLS 1.2 has.
   */
  static boolean signsTls13(int scheme) {
    return switch (scheme) {
      case ECDSA_SECP256R1_SHA256, ECDSA_SECP384R1_SHA384, ECDSA_SECP521R1_SHA512 -> true;
      // Below lie pairs of hash and algorithm: SHA-1, MD5, DSA, anonymous, PKCS #1.
      default -> scheme >= FIRST_OF_TLS13;
    };
  }

  /**
   * Whether a key is of the kind that a scheme signs with. Which curve TLS 1.3 demands of an ECDSA
   * key is not looked at here.
   */
  static boolean fits(int scheme, PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" ->
          scheme >= RSA_PSS_RSAE_SHA256 && scheme <= RSA_PSS_RSAE_SHA512
              || scheme < FIRST_OF_TLS13 && (scheme & 0xff) == RSA;
      case "RSASSA-PSS" -> scheme >= RSA_PSS_PSS_SHA256 && scheme <= RSA_PSS_PSS_SHA512;
      case "EC" -> scheme < FIRST_OF_TLS13 && (scheme & 0xff) == ECDSA;
      case "EdDSA", "Ed25519", "Ed448" -> scheme == ED25519 || scheme == ED448;
      default -> false;
    };
  }

  private static final int ECDSA_SECP256R1_SHA256 = 0x0403;
  private static final int ECDSA_SECP384R1_SHA384 = 0x0503;
  private static final int ECDSA_SECP521R1_SHA512 = 0x0603;
  private static final int FIRST_OF_TLS13 = 0x0700;

  /** The algorithm of a pair of hash and algorithm (RFC 5246 section 7.4.1.4.1). */
  private static final int RSA = 1;

  private static final int ECDSA = 3;

  private static final int RSA_PSS_RSAE_SHA256 = 0x0804;
  private static final int RSA_PSS_RSAE_SHA512 = 0x0806;
  private static final int ED25519 = 0x0807;
  private static final int ED448 = 0x0808;
  private static final int RSA_PSS_PSS_SHA256 = 0x0809;
  private static final int RSA_PSS_PSS_SHA512 = 0x080B;
}
