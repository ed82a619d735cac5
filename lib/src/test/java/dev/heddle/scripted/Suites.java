package dev.heddle.scripted;

/** The cipher suites that the peer knows, all with AES-GCM. */
final class Suites {

  /** TLS 1.3. */
  static final int AES_128_GCM = 0x1301;

  /** TLS 1.3, with SHA-384. */
  static final int AES_256_GCM = 0x1302;

  /** TLS 1.2 with an ECDSA certificate. */
  static final int ECDHE_ECDSA = 0xC02B;

  /** TLS 1.2 with an ECDSA certificate, with SHA-384. */
  static final int ECDHE_ECDSA_256 = 0xC02C;

  /** TLS 1.2 with an RSA certificate. */
  static final int ECDHE_RSA = 0xC02F;

  private Suites() {}

  /** The hash of a suite; SHA-256 for one that the peer does not know. */
  static Hash hash(int suite) {
    return keyLength(suite) == 32 ? Hash.SHA_384 : Hash.SHA_256;
  }

  /** How many octets the key of its cipher has. */
  static int keyLength(int suite) {
    return suite == AES_256_GCM || suite == ECDHE_ECDSA_256 ? 32 : 16;
  }
}
