package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** Defaults, contradictions, and copies of a configuration. */
class TlsConfigTest {

  @Test
  void defaultsAreSafe() {
    TlsConfig config = TlsConfig.builder().build();
    assertEquals(Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3), config.versions());
    assertEquals(
        List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.P_256, NamedGroup.P_384),
        config.groups());
    for (CipherSuite suite : config.cipherSuites()) {
      assertTrue(suite.aead() && suite.forwardSecret() && !suite.name().contains("_DHE_"));
    }
    assertEquals(9, config.cipherSuites().size());
    assertEquals(VerifyMode.PEER, config.verifyMode(true));
    assertEquals(VerifyMode.NONE, config.verifyMode(false));
    assertFalse(config.insecureNoHostName());
    assertFalse(config.strictPaths());
    assertSame(Trust.system(), config.trust());
    assertEquals(Optional.empty(), config.serverName());
    assertTrue(config.alpnMismatchFatal(false));
    assertFalse(config.alpnMismatchFatal(true));
    assertEquals(new PeerLimits(65536, 262144, 10, 64, 32, 4), config.peerLimits());
    assertEquals(10, config.verifyDepth());
  }

  @Test
  void versions() {
    assertEquals(
        Set.of(TlsVersion.TLS_1_3),
        TlsConfig.builder().minVersion(TlsVersion.TLS_1_3).build().versions());
    assertRefused(
        "minimum version TLSv1.3 is above the maximum version TLSv1.2",
        () ->
            TlsConfig.builder()
                .minVersion(TlsVersion.TLS_1_3)
                .maxVersion(TlsVersion.TLS_1_2)
                .build());
    assertRefused(
        "no cipher suite for any of the versions [TLS_1_2]",
        () ->
            TlsConfig.builder()
                .maxVersion(TlsVersion.TLS_1_2)
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256))
                .build());
  }

  @Test
  void suitesOfBothVersions() {
    TlsConfig config =
        TlsConfig.builder().ciphers("AES128-SHA").suites13("TLS_AES_256_GCM_SHA384").build();
    assertEquals(
        List.of(CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA),
        config.cipherSuites());
    assertEquals(6, TlsConfig.builder().suites13("").build().cipherSuites().size());
  }

  @Test
  void notVerifyingHasAnUglyName() {
    assertRefused("insecureVerifyNone()", () -> TlsConfig.builder().verifyMode(VerifyMode.NONE));
    assertEquals(
        VerifyMode.NONE, TlsConfig.builder().insecureVerifyNone().build().verifyMode(true));
    TlsConfig server = TlsConfig.builder().verifyMode(VerifyMode.REQUIRE).build();
    assertEquals(VerifyMode.REQUIRE, server.verifyMode(false));
  }

  @Test
  void staples() {
    assertTrue(TlsConfig.builder().build().requestStaple());
    assertFalse(TlsConfig.builder().insecureVerifyNone().build().requestStaple());
    assertTrue(
        TlsConfig.builder().insecureVerifyNone().requireStaple(true).build().requestStaple());
    assertFalse(TlsConfig.builder().requestStaple(false).build().requestStaple());
    assertRefused(
        "required (requireStaple) but not requested",
        () -> TlsConfig.builder().requestStaple(false).requireStaple(true).build());
  }

  @Test
  void serverName() {
    assertEquals(Optional.of("a.test"), sni(TlsConfig.builder().hostName("A.test.")));
    assertEquals(Optional.empty(), sni(TlsConfig.builder().hostName("192.0.2.1")));
    assertEquals(
        Optional.of("b.test"), sni(TlsConfig.builder().hostName("a.test").serverName("b.test")));
    assertEquals(Optional.empty(), sni(TlsConfig.builder().hostName("a.test").serverName("")));
    assertEquals(
        Optional.of("a.test"),
        sni(TlsConfig.builder().hostName("a.test").serverName("b.test").serverName(null)));
    assertRefused("'::1' is an IP address", () -> TlsConfig.builder().serverName("::1"));
    assertRefused("'::1%\\u000a2'", () -> TlsConfig.builder().serverName("::1%\n2"));
    assertRefused("'a b' is no host name", () -> TlsConfig.builder().serverName("a b"));
  }

  @Test
  void alpn() {
    assertEquals(
        List.of("h2", "http/1.1"),
        TlsConfig.builder().alpnProtocols("h2", "http/1.1", "h2").build().alpnProtocols());
    assertRefused("'' must be of 1 to 255", () -> TlsConfig.builder().alpnProtocols(""));
    assertRefused("1 to 255", () -> TlsConfig.builder().alpnProtocols("a".repeat(256)));
    assertRefused("no byte", () -> TlsConfig.builder().alpnProtocols("\u0100"));
  }

  @Test
  void limits() {
    assertRefused("1024 at least", () -> PeerLimits.defaults().withHandshakeMessageSize(1023));
    assertRefused("chainLength", () -> PeerLimits.defaults().withChainLength(0));
    assertRefused("verifyDepth", () -> TlsConfig.builder().verifyDepth(-1));
    assertRefused("empty list of groups", () -> TlsConfig.builder().groups(List.of()));
    assertEquals(3, TlsConfig.builder().verifyDepth(3).build().verifyDepth());
    assertEquals(
        2,
        TlsConfig.builder()
            .peerLimits(PeerLimits.defaults().withChainLength(2))
            .build()
            .verifyDepth());
  }

  /** Fails when a new setting is not named here, or not in the copy. */
  @Test
  void copyHasEverySetting() throws Exception {
    Identity identity = TestCerts.localhost(KeyType.EC_P256);
    TlsConfig config =
        TlsConfig.builder()
            .minVersion(TlsVersion.TLS_1_3)
            .cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256))
            .groups("P-521")
            .signatureSchemes("ed25519")
            .preferServerOrder(true)
            .credentials(Credentials.of(identity.key(), identity.chain()))
            .serverCredentialsCallback(hello -> ClientCertificateCallback.Selection.none())
            .clientCertificateCallback(issuers -> ClientCertificateCallback.Selection.callAgain())
            .trust(Trust.none())
            .pinnedKeys("sha256/LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
            .verifyMode(VerifyMode.REQUIRE)
            .requestStaple(true)
            .requireStaple(true)
            .crls(Crls.of(List.of()), RevocationCheck.ALL)
            .hostName("a.test")
            .insecureOverrule(step -> true)
            .insecureCertVerifyCallback(peer -> {})
            .insecureNoHostName()
            .strictPaths(true)
            .verifyDepth(3)
            .clientCaNames(List.of(new X500Principal("CN=a")))
            .serverName("b.test")
            .alpnProtocols("h2")
            .alpnMismatchFatal(true)
            .alpnSelectCallback((offered, attachment) -> null)
            .clientHelloCallback(hello -> ClientHelloCallback.Result.SUCCESS)
            .keyLog(line -> {})
            .messageCallback((sent, v, type, bytes) -> {})
            .clock(InstantSource.fixed(Instant.EPOCH))
            .peerLimits(PeerLimits.defaults().withIdleMessages(3))
            .sessions(Sessions.none())
            .session(Session.of(SessionSamples.tls13()))
            .build();
    TlsConfig copy = config.toBuilder().build();
    TlsConfig plain = TlsConfig.builder().build();
    Field settings = PeerRules.class.getDeclaredField("settings");
    for (Field field : Settings.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("maxVersion")) {
        Object value = field.get(settings.get(config));
        assertEquals(value, field.get(settings.get(copy)), field.getName());
        assertFalse(
            Objects.equals(value, field.get(settings.get(plain))),
            field.getName() + " is not set in this test");
      }
    }
  }

  @Test
  void builderDoesNotReachWhatItBuilt() {
    TlsConfig.Builder builder = TlsConfig.builder().hostName("a.test");
    TlsConfig config = builder.build();
    TlsConfig.Builder again = config.toBuilder();
    builder.hostName("b.test");
    again.hostName("c.test");
    assertEquals("a.test", config.hostName().orElseThrow().text());
  }

  @Test
  void helloIsCopied() {
    byte[] value = {1, 2};
    Map<Integer, byte[]> extensions = new LinkedHashMap<>(Map.of(16, value));
    ClientHelloInfo hello =
        new ClientHelloInfo(
            0x0303,
            new byte[32],
            new byte[0],
            List.of(0x1301),
            extensions,
            null,
            List.of(),
            List.of(0x0304));
    value[0] = 9;
    extensions.clear();
    hello.extension(16)[1] = 9;
    hello.extensions().get(16)[1] = 9;
    assertEquals(1, hello.extension(16)[0]);
    assertEquals(2, hello.extension(16)[1]);
    assertNull(hello.extension(0));
  }

  @Test
  void results() {
    VerifyResult result = VerifyResult.of(X509V.CERT_HAS_EXPIRED, 1, null, "it expired");
    assertEquals("certificate has expired", result.text());
    assertEquals(Alert.CERTIFICATE_EXPIRED, result.alert());
    assertEquals("X509_V_ERR_CERT_HAS_EXPIRED (10) at depth 1: it expired", result.toString());
    assertEquals("error number 4711", new VerifyResult(4711, 0, null, "?").text());
    assertEquals(Alert.CERTIFICATE_UNKNOWN, new VerifyResult(4711, 0, null, "?").alert());
    assertTrue(VerifyResult.OK.ok());
  }

  private static Optional<String> sni(TlsConfig.Builder builder) {
    return builder.build().serverName();
  }

  private static void assertRefused(String part, Runnable call) {
    ConfigException e = assertThrows(ConfigException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
