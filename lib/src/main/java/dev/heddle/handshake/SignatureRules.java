package dev.heddle.handshake;

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

  private static final int ECDSA_SECP256R1_SHA256 = 0x0403;
  private static final int ECDSA_SECP384R1_SHA384 = 0x0503;
  private static final int ECDSA_SECP521R1_SHA512 = 0x0603;
  private static final int FIRST_OF_TLS13 = 0x0700;
}
