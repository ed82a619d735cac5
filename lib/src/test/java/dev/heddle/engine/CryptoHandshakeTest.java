package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.Credentials;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole handshakes in memory: every suite, every group, every kind of key, both versions. */
class CryptoHandshakeTest {

  private static final Crypto CRYPTO = Crypto.shared();
  private static final TlsCrypto LIGHT = new BcTlsCrypto(new SecureRandom());
  private static final Map<KeyType, LocalCredentials> CREDENTIALS = new ConcurrentHashMap<>();

  record Case(ProtocolVersion version, int suite, int group, KeyType key, boolean clientKey) {
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
            .map(s -> tls13(s, NamedGroup.x25519, KeyType.EC_P256));
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
            .map(g -> tls13(CipherSuite.TLS_AES_128_GCM_SHA256, g, KeyType.EC_P256));
    Stream<Case> keys13 =
        Stream.of(
                KeyType.EC_P384,
                KeyType.EC_P521,
                KeyType.ED25519,
                KeyType.ED448,
                KeyType.RSA_2048,
                KeyType.RSA_PSS_2048)
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
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, KeyType.EC_P256),
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, KeyType.EC_P384),
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, KeyType.ED25519),
            tls12(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, KeyType.EC_P521),
            tls12(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, KeyType.RSA_2048),
            tls12(CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, KeyType.RSA_PSS_2048),
            tls12(CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, KeyType.RSA_2048),
            tls12(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, KeyType.RSA_2048),
            tls12(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, KeyType.RSA_2048));
    return Stream.of(suites13, groups13, keys13, suites12).flatMap(s -> s);
  }

  private static Case tls13(int suite, int group, KeyType key) {
    return new Case(ProtocolVersion.TLSv13, suite, group, key, false);
  }

  private static Case tls12(int suite, KeyType key) {
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

  /**
   * The shared source of randomness has a monitor of the JDK's; nothing may park inside it. The
   * first handshake is not among them: waiting for a class that another thread initializes pins
   * too, and JDK 24 and later say so.
   */
  @Test
  @ExtendWith(PinGuard.class)
  void handshakesOnManyVirtualThreadsPinNoCarrier() throws Exception {
    var hybrid =
        tls13(CipherSuite.TLS_AES_128_GCM_SHA256, NamedGroup.X25519MLKEM768, KeyType.EC_P256);
    assertHandshake(hybrid, CRYPTO);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> handshakes =
          Collections.nCopies(
              100,
              () -> {
                assertHandshake(hybrid, CRYPTO);
                return null;
              });
      for (var done : threads.invokeAll(handshakes)) {
        done.get();
      }
    }
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

  private static LocalCredentials credentials(KeyType kind) {
    return CREDENTIALS.computeIfAbsent(
        kind,
        k -> {
          var identity = TestCerts.localhost(k);
          return LocalCredentials.of(CRYPTO, Credentials.of(identity.key(), identity.chain()));
        });
  }
}
