package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.interop.Terms.ClientAuth;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connection after connection of the same two ends, with ourselves as client and as server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Resumptions extends Pairing {

  private static final List<Boolean> NEW_REUSED_REUSED = List.of(false, true, true);

  Resumptions(Stack theirs) {
    super(theirs);
  }

  /** Which ends are to be ours. */
  List<Ours> roles() {
    return List.of(Ours.values());
  }

  /** With sealed tickets, and with sessions that the server keeps. */
  Stream<Arguments> kinds() {
    return cross((ours, version) -> Stream.of(true, false))
        .filter(a -> roles().contains(a.get()[0]));
  }

  @ParameterizedTest(name = "our {0}, {1}, tickets: {2}")
  @MethodSource("kinds")
  void newReusedReused(Ours ours, TlsVersion version, boolean tickets) throws Exception {
    Terms server = Terms.server(KeyType.EC_P256).tickets(tickets);
    try (Duo duo = duo(ours, Terms.client().only(version), server)) {
      duo.shakeHands();
      for (int i = 0; i < 3; i++) {
        assertReused(NEW_REUSED_REUSED.get(i), duo);
        assertEquals(version.openSslName(), duo.atClient.version());
        assertEquals("localhost", duo.atClient.peer());
        assertNull(duo.atServer.peer());
        goOn(duo, i);
      }
    }
  }

  @ParameterizedTest(name = "our {0}, {1}, tickets: {2}")
  @MethodSource("kinds")
  void theServerKnowsTheClientAgain(Ours ours, TlsVersion version, boolean tickets)
      throws Exception {
    Terms client = Terms.client().only(version).identity(TestCerts.client(KeyType.EC_P256));
    Terms server = Terms.server(KeyType.RSA_2048).tickets(tickets);
    server.clientAuth(ClientAuth.REQUIRED);
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      for (int i = 0; i < 3; i++) {
        assertReused(NEW_REUSED_REUSED.get(i), duo);
        assertEquals("client", duo.atServer.peer());
        goOn(duo, i);
      }
    }
  }

  /** Both hashes of TLS 1.3: the key that belongs to a ticket is as long as its suite's hash. */
  Stream<Arguments> hashes() {
    return roles().stream()
        .flatMap(
            ours ->
                Stream.of(
                        CipherSuite.TLS_AES_128_GCM_SHA256,
                        CipherSuite.TLS_AES_256_GCM_SHA384,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)
                    .map(suite -> arguments(ours, suite)));
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("hashes")
  void everyHashIsResumed(Ours ours, CipherSuite suite) throws Exception {
    Terms client = Terms.client().only(suite.version()).suites(suite);
    try (Duo duo = duo(ours, client, Terms.server(KeyType.EC_P256))) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo);
      assertEquals(suite.ianaName(), duo.atClient.suite());
      exchange(duo);
    }
  }

  Stream<Arguments> rolesAndTickets() {
    return roles().stream()
        .flatMap(ours -> Stream.of(true, false).map(tickets -> arguments(ours, tickets)));
  }

  @ParameterizedTest(name = "our {0}, tickets: {1}")
  @MethodSource("rolesAndTickets")
  void throughHelloRetryRequest(Ours ours, boolean tickets) throws Exception {
    Terms client = Terms.client().groups(NamedGroup.P_256, NamedGroup.P_384);
    client.only(TlsVersion.TLS_1_3).identity(TestCerts.client(KeyType.EC_P256));
    Terms server = Terms.server(KeyType.EC_P256).groups(NamedGroup.P_384).tickets(tickets);
    server.clientAuth(ClientAuth.REQUIRED);
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      for (int i = 0; i < 3; i++) {
        assertTrue(ours(duo).sawHelloRetry());
        assertEquals(NamedGroup.P_384, ours(duo).group());
        assertReused(NEW_REUSED_REUSED.get(i), duo);
        assertEquals("client", duo.atServer.peer());
        goOn(duo, i);
      }
    }
  }

  @ParameterizedTest(name = "our {0}, {1}, tickets: {2}")
  @MethodSource("kinds")
  void theProtocolIsNegotiatedAfresh(Ours ours, TlsVersion version, boolean tickets)
      throws Exception {
    Terms client = Terms.client().only(version).alpn("h2", "http/1.1");
    Terms server = Terms.server(KeyType.EC_P256).alpn("h2", "http/1.1").tickets(tickets);
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertEquals("h2", duo.atClient.alpn());
      exchange(duo);
      client.alpn("http/1.1");
      duo.again();
      assertReused(true, duo);
      assertEquals("http/1.1", duo.atClient.alpn());
      assertEquals("http/1.1", duo.atServer.alpn());
      exchange(duo);
    }
  }

  /** Data passes, and after all but the last another connection is made. */
  private static void goOn(Duo duo, int round) throws Exception {
    exchange(duo);
    if (round < NEW_REUSED_REUSED.size() - 1) {
      duo.again();
    }
  }

  static void assertReused(boolean expected, Duo duo) {
    assertAgreement(duo);
    assertEquals(expected, duo.atClient.reused(), () -> duo.atClient + " " + duo.client);
    assertEquals(expected, duo.atServer.reused(), () -> duo.atServer + " " + duo.server);
  }
}
