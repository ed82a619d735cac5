package dev.heddle.config;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Sessions for tests that make no connection: each value is set to something of its own. */
final class SessionSamples {

  private SessionSamples() {}

  /** A client's session of TLS 1.3, from a ticket. */
  static SessionValues tls13() {
    return tls13(200);
  }

  /** The same with a ticket of another length. */
  static SessionValues tls13(int ticketBytes) {
    return tls13(ticketBytes, "a.test", "h2");
  }

  /** The same with other names, or none: null. */
  static SessionValues tls13(int ticketBytes, String serverName, String alpn) {
    return new SessionValues(
        TlsVersion.TLS_1_3,
        CipherSuite.TLS_AES_256_GCM_SHA384,
        filled(48, 0x51),
        new byte[0],
        filled(ticketBytes, 0x52),
        0xFEDCBA98L,
        true,
        Instant.ofEpochMilli(1_700_000_000_123L),
        Instant.ofEpochMilli(1_700_000_001_456L),
        Instant.ofEpochMilli(1_700_007_200_789L),
        serverName,
        alpn,
        List.of(),
        18,
        false,
        new byte[0],
        filled(32, 0x53));
  }

  /** A server's session of TLS 1.2, with the chain that the client has shown. */
  static SessionValues tls12(List<X509Certificate> peerChain) {
    return new SessionValues(
        TlsVersion.TLS_1_2,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        filled(48, 0x61),
        filled(32, 0x62),
        new byte[0],
        0,
        false,
        Instant.EPOCH,
        Instant.EPOCH.minusMillis(1),
        Instant.ofEpochMilli(Long.MAX_VALUE / 4),
        null,
        null,
        peerChain,
        0,
        true,
        filled(64, 0x63),
        new byte[0]);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
