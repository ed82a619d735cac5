package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole handshakes in memory: every suite, every group, every kind of key, both versions. */
class CryptoHandshakeTest {

  private static final Crypto CRYPTO = Crypto.shared();
  private static final TlsCrypto LIGHT = new BcTlsCrypto(new SecureRandom());
  private static final Map<String, LocalCredentials> CREDENTIALS = new HashMap<>();

  record Case(ProtocolVersion version, int suite, int group, String key, boolean clientKey) {
    @Override
    public String toString() {
      return version
          + " suite 0x"
          + Integer.toHexString(suite)
          + " "
          + NamedGroup.getName(group)
          + " "
          + key
          + (clientKey ? " both" : "");
    }
  }

  static Stream<Case> cases() {
    Stream<Case> suites13 =
        Stream.of(
                CipherSuite.TLS_AES_128_GCM_SHA256,
                CipherSuite.TLS_AES_256_GCM_SHA384,
                CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                CipherSuite.TLS_AES_128_CCM_SHA256)
            .map(s -> tls13(s, NamedGroup.x25519, "EC:secp256r1"));
    Stream<Case> groups13 =
        Stream.of(
                NamedGroup.secp256r1,
                NamedGroup.secp384r1,
                NamedGroup.secp521r1,
                NamedGroup.x448,
                NamedGroup.ffdhe2048,
                NamedGroup.X25519MLKEM768,
                NamedGroup.SecP256r1MLKEM768,
                NamedGroup.SecP384r1MLKEM1024)
            .map(g -> tls13(CipherSuite.TLS_AES_128_GCM_SHA256, g, "EC:secp256r1"));
    Stream<Case> keys13 =
        Stream.of("EC:secp384r1", "EC:secp521r1", "Ed25519", "Ed448", "RSA", "RSASSA-PSS")
            .map(
                k ->
                    new Case(
                        ProtocolVersion.TLSv13,
                        CipherSuite.TLS_AES_256_GCM_SHA384,
                        NamedGroup.x25519,
                        k,
                        true));
    Stream<Case> suites12 =
        Stream.of(
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "EC:secp256r1"),
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "EC:secp384r1"),
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "Ed25519"),
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, "EC:secp521r1"),
            tls12(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "RSA"),
            tls12(CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "RSASSA-PSS"),
            tls12(CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, "RSA"),
            tls12(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, "RSA"),
            tls12(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, "RSA"));
    return Stream.of(suites13, groups13, keys13, suites12).flatMap(s -> s);
  }

  private static Case tls13(int suite, int group, String key) {
    return new Case(ProtocolVersion.TLSv13, suite, group, key, false);
  }

  private static Case tls12(int suite, String key) {
    int group =
        suite == CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
            ? NamedGroup.ffdhe2048
            : NamedGroup.secp256r1;
    return new Case(ProtocolVersion.TLSv12, suite, group, key, true);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void handshakesWithItself(Case each) throws Exception {
    assertHandshake(each, CRYPTO);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void handshakesWithTheLightApiAsClient(Case each) throws Exception {
    assertHandshake(each, LIGHT);
  }

  private static void assertHandshake(Case each, TlsCrypto clientCrypto) throws Exception {
    List<Integer> groups =
        each.version() == ProtocolVersion.TLSv12 && each.group() == NamedGroup.secp256r1
            ? List.of(each.group(), NamedGroup.secp384r1, NamedGroup.secp521r1)
            : List.of(each.group());
    var terms = new Loopback.Terms(each.version(), each.suite(), groups);
    LocalCredentials credentials = credentials(each.key());
    var client = new Loopback.Client(clientCrypto, terms, each.clientKey() ? credentials : null);
    var server = new Loopback.Server(CRYPTO, terms, credentials, each.clientKey());
    TlsProtocol serverProtocol = Loopback.accept(server);
    TlsProtocol clientProtocol = Loopback.connect(client);
    Loopback.pump(clientProtocol, serverProtocol);

    assertEquals(true, clientProtocol.isConnected());
    assertEquals(true, serverProtocol.isConnected());
    assertEquals(1, Crypto.x509Chain(client.serverCertificate).size());
    if (each.clientKey()) {
      assertEquals(
          Crypto.x509Chain(client.serverCertificate), Crypto.x509Chain(server.clientCertificate));
    }
    if (each.version() == ProtocolVersion.TLSv13) {
      assertEquals(each.group(), client.agreedGroup);
    }
    byte[] data = new byte[40_000];
    new Random(1).nextBytes(data);
    assertArrayEquals(data, Loopback.send(clientProtocol, serverProtocol, data));
    assertArrayEquals(data, Loopback.send(serverProtocol, clientProtocol, data));
  }

  private static LocalCredentials credentials(String kind) {
    return CREDENTIALS.computeIfAbsent(
        kind,
        k -> {
          SelfSigned key = SelfSigned.create(k);
          return LocalCredentials.of(CRYPTO, key.chain(), key.keys().getPrivate());
        });
  }
}
