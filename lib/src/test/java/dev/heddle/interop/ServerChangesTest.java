package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.X509V;
import dev.heddle.fault.Alert;
import dev.heddle.interop.Terms.ClientAuth;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has changed on our server since it issued a session, which openssl's client offers all the
 * same: a full handshake follows, and no alert. What comes of that is resumed again.
 */
class ServerChangesTest extends Pairing {

  private static final Duration LIFETIME = Duration.ofHours(2);

  ServerChangesTest() {
    super(Stack.OPENSSL);
  }

  /** From one configuration to another. */
  enum Change {
    TRUST(c -> c, c -> c.trust(TWO_ROOTS)),
    VERIFY_MODE(c -> c, c -> c.verifyMode(VerifyMode.REQUIRE)),
    VERIFY_SINCE(c -> c.insecureVerifyNone(), c -> c.verifyMode(VerifyMode.REQUIRE)),
    DEPTH(c -> c, c -> c.verifyDepth(1)),
    CALLBACK(c -> c, c -> c.verifyCallback(step -> true)),
    CREDENTIALS(c -> c, c -> c.credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P384)))),
    EXPIRED(c -> c, c -> c.clock(() -> Instant.now().plus(LIFETIME))),
    HASH(
        c -> c.ciphers("ECDHE-ECDSA-AES256-GCM-SHA384").suites13("TLS_AES_256_GCM_SHA384"),
        c -> c.ciphers("ECDHE-ECDSA-AES128-GCM-SHA256").suites13("TLS_AES_128_GCM_SHA256")),
    NEW_KEYS_AND_CACHE(c -> c, c -> c);

    private final UnaryOperator<TlsConfig.Builder> before;
    private final UnaryOperator<TlsConfig.Builder> after;

    Change(UnaryOperator<TlsConfig.Builder> before, UnaryOperator<TlsConfig.Builder> after) {
      this.before = before;
      this.after = after;
    }
  }

  private static final Trust TWO_ROOTS =
      Trust.of(
          List.of(
              TestCerts.root().certificate(),
              TestCerts.make("Second root").ca().build().certificate()));

  static Stream<Arguments> changes() {
    return Stream.of(TlsVersion.values())
        .flatMap(
            version ->
                Stream.of(Change.values())
                    .flatMap(
                        change ->
                            Stream.of(true, false)
                                .map(tickets -> arguments(version, change, tickets))));
  }

  @ParameterizedTest(name = "{0}, {1}, tickets: {2}")
  @MethodSource("changes")
  void aChangeTakesAFullHandshake(TlsVersion version, Change change, boolean tickets)
      throws Exception {
    Terms client = Terms.client().only(version).identity(TestCerts.client(KeyType.EC_P256));
    Terms server = Terms.server(KeyType.EC_P256).clientAuth(ClientAuth.ASKED).tickets(tickets);
    server.ours(change.before);
    try (Duo duo = duo(Ours.SERVER, client, server)) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo); // which shows that it can
      exchange(duo);
      Sessions others = HeddlePeer.sessions(tickets);
      server.ours(
          config -> {
            TlsConfig.Builder changed = change.after.apply(change.before.apply(config));
            return change == Change.NEW_KEYS_AND_CACHE ? changed.sessions(others) : changed;
          });
      duo.again();
      assertReused(false, duo);
      exchange(duo);
      duo.again();
      assertReused(true, duo);
      assertEquals("client", duo.atServer.peer());
      exchange(duo);
    }
  }

  private static void assertReused(boolean expected, Duo duo) {
    assertEquals(expected, duo.atServer.reused(), duo.atServer::toString);
    assertEquals(expected, duo.atClient.reused(), duo.atClient::toString);
  }

  static Stream<Arguments> kinds() {
    return Stream.of(TlsVersion.values())
        .flatMap(version -> Stream.of(true, false).map(tickets -> arguments(version, tickets)));
  }

  /** RFC 6066 section 3: the name must be the same, or the session is not resumed. */
  @ParameterizedTest(name = "{0}, tickets: {1}")
  @MethodSource("kinds")
  void anotherNameTakesAFullHandshake(TlsVersion version, boolean tickets) throws Exception {
    Identity twoNames =
        TestCerts.make("two names").dns("localhost").dns("other.test").by(TestCerts.root()).build();
    Terms client = Terms.client().only(version);
    Terms server = Terms.server(KeyType.EC_P256).identity(twoNames).tickets(tickets);
    try (Duo duo = duo(Ours.SERVER, client, server)) {
      duo.shakeHands();
      exchange(duo);
      client.host("other.test");
      duo.again();
      assertReused(false, duo);
      assertEquals("other.test", duo.atServer.serverName());
      exchange(duo);
    }
  }

  @ParameterizedTest(name = "tickets: {0}")
  @ValueSource(booleans = {true, false})
  void aVersionThatIsGoneTakesAFullHandshake(boolean tickets) throws Exception {
    Terms server = Terms.server(KeyType.EC_P256).tickets(tickets);
    try (Duo duo = duo(Ours.SERVER, Terms.client(), server)) {
      duo.shakeHands();
      exchange(duo);
      server.only(TlsVersion.TLS_1_2);
      duo.again();
      assertEquals("TLSv1.2", duo.atServer.version());
      assertReused(false, duo);
      exchange(duo);
    }
  }

  /** A client's certificate that has expired since is refused. */
  @ParameterizedTest(name = "{0}, tickets: {1}")
  @MethodSource("kinds")
  void aSessionDoesNotOutliveTheClientsCertificate(TlsVersion version, boolean tickets)
      throws Exception {
    Instant now = Instant.now();
    Identity brief =
        TestCerts.make("client")
            .purpose(KeyPurposeId.id_kp_clientAuth)
            .valid(now.minusSeconds(60), now.plusSeconds(3600))
            .by(TestCerts.root())
            .build();
    Terms client = Terms.client().only(version).identity(brief);
    Terms server = Terms.server(KeyType.EC_P256).clientAuth(ClientAuth.REQUIRED).tickets(tickets);
    try (Duo duo = duo(Ours.SERVER, client, server)) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo);
      exchange(duo);
      server.ours(c -> c.clock(() -> Instant.now().plusSeconds(3601)));
      duo.end();
      Duo.Refusals refusals = duo.refusals();
      assertEquals(X509V.CERT_HAS_EXPIRED.code(), refusals.atServer().verifyCode);
      assertEquals(Alert.CERTIFICATE_EXPIRED, refusals.atClient().received);
    }
  }

  /** RFC 5246 section 7.2.2; libssl gives a connection up when its new handshake is refused. */
  @Test
  void afterAFatalAlertAKeptSessionIsForgotten() throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_2);
    Terms server = Terms.server(KeyType.EC_P256).tickets(false);
    try (Duo duo =
        Duo.of(
            () -> Stack.HEDDLE.server(server), port -> OpenSslPeer.client(client, port, "-msg"))) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo);
      exchange(duo);
      duo.client.renegotiate();
      Refusal refusal = assertThrows(Refusal.class, duo.server::expectClose);
      assertEquals(Alert.HANDSHAKE_FAILURE, refusal.received, refusal::getMessage);
      ours(duo).passForShutDown();
      duo.next();
      duo.shakeHands();
      assertReused(false, duo);
      exchange(duo);
    }
  }

  /** RFC 7627 section 5.3. */
  @ParameterizedTest(name = "tickets: {0}")
  @ValueSource(booleans = {true, false})
  void withoutExtendedMasterSecretNothingIsResumed(boolean tickets) throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_2).withoutExtendedMasterSecret();
    Terms server = Terms.server(KeyType.EC_P256).tickets(tickets);
    try (Duo duo = duo(Ours.SERVER, client, server)) {
      duo.shakeHands();
      assertReused(false, duo);
      exchange(duo);
      duo.again();
      assertReused(false, duo);
      exchange(duo);
    }
  }
}
