package dev.heddle.scripted;

/** The cipher suites that the peer knows, all with AES-128-GCM and SHA-256. */
final class Suites {

  /** TLS 1.3. */
  static final int AES_128_GCM = 0x1301;

  /** TLS 1.2 with an ECDSA certificate. */
  static final int ECDHE_ECDSA = 0xC02B;

  /** TLS 1.2 with an RSA certificate. */
  static final int ECDHE_RSA = 0xC02F;

  private Suites() {}
}
