package dev.heddle.fuzz;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Credentials;
import dev.heddle.config.Session;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsVersion;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Sessions of both versions, with and without certificates and names. */
final class SessionSeeds {

  static void write(Seeds seeds) throws Exception {
    byte[] file = Fixed.file("server");
    List<X509Certificate> chain = Credentials.pem(file, file).chain();
    seeds.add("tls13", SessionTarget.unsealed(tls13("a.test", "h2", List.of())));
    seeds.add("tls13-chain", SessionTarget.unsealed(tls13(null, null, chain)));
    seeds.add("tls12", SessionTarget.unsealed(tls12(List.of())));
    seeds.add("tls12-chain", SessionTarget.unsealed(tls12(chain)));
  }

  private static Session tls13(String serverName, String alpn, List<X509Certificate> chain) {
    return session(TlsVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, serverName, alpn, chain);
  }

  private static Session tls12(List<X509Certificate> chain) {
    return session(
        TlsVersion.TLS_1_2,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        "b.test",
        null,
        chain);
  }

  private static Session session(
      TlsVersion version,
      CipherSuite suite,
      String serverName,
      String alpn,
      List<X509Certificate> chain) {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    return Session.of(
        new SessionValues(
            version,
            suite,
            new byte[48],
            new byte[version == TlsVersion.TLS_1_2 ? 32 : 0],
            new byte[100],
            1,
            true,
            time,
            time,
            time.plusSeconds(7200),
            serverName,
            alpn,
            chain,
            0,
            !chain.isEmpty(),
            new byte[32],
            new byte[32]));
  }

  private SessionSeeds() {}
}
