package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.PeerCertificates;
import dev.heddle.config.TlsVersion;

/** What trust managers are told of how the peer authenticates itself, as SunJSSE tells them. */
final class AuthTypes {

  private static final String UNKNOWN = "UNKNOWN";

  private AuthTypes() {}

  /**
   * Of a server the key exchange, which TLS 1.3 has no name for; of a client its key's algorithm.
   */
  static String of(PeerCertificates peer) {
    if (peer.fromServer()) {
      return keyExchange(peer.cipherSuite());
    }
    String algorithm = peer.chain().getFirst().getPublicKey().getAlgorithm();
    return switch (algorithm) {
      case "RSA", "DSA", "EC", "RSASSA-PSS" -> algorithm;
      default -> UNKNOWN;
    };
  }

  /** Such as "ECDHE_RSA"; "UNKNOWN" for a suite of TLS 1.3. */
  static String keyExchange(CipherSuite suite) {
    if (suite.version() == TlsVersion.TLS_1_3) {
      return UNKNOWN;
    }
    String name = suite.ianaName();
    return name.substring("TLS_".length(), name.indexOf("_WITH_"));
  }
}
