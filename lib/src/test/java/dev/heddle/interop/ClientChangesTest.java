package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.config.Credentials;
import dev.heddle.config.KeyPin;
import dev.heddle.config.Session;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What has changed on our client since it got its session is no way around the checks of a full
 * handshake: one follows, and no alert. The server, openssl's, would have resumed.
 */
class ClientChangesTest extends Pairing {

  private static final Duration LIFETIME = Duration.ofHours(2);

  ClientChangesTest() {
    super(Stack.OPENSSL);
  }

  /** From one configuration to another. */
  enum Change {
    TRUST(c -> c, c -> c.trust(TWO_ROOTS)),
    HOST_NAME(c -> c, c -> c.hostName("other.test").serverName("localhost")),
    SERVER_NAME(c -> c, c -> c.serverName("other.test")),
    VERIFY_SINCE(c -> c.insecureVerifyNone(), c -> c.verifyMode(VerifyMode.PEER)),
    VERIFY_NO_MORE(c -> c, c -> c.insecureVerifyNone()),
    DEPTH(c -> c, c -> c.verifyDepth(1)),
    PINS(c -> c, c -> c.pinnedKeys(KeyPin.of(SERVER.certificate()).toString())),
    CALLBACK(c -> c, c -> c.verifyCallback(step -> true)),
    CREDENTIALS(c -> c, c -> c.credentials(Ends.credentials(TestCerts.client(KeyType.RSA_2048)))),
    NO_CREDENTIALS(c -> c, c -> c.credentials(new Credentials[0])),
    EXPIRED(c -> c, c -> c.clock(() -> Instant.now().plus(LIFETIME))),
    NOT_YET(c -> c, c -> c.clock(() -> Instant.now().minus(LIFETIME))),
    HASH(
        c -> suites(c, "TLS_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"),
        c -> suites(c, "TLS_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256")),
    HASH_AND_BACK(
        c -> suites(c, "TLS_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        c -> suites(c, "TLS_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384")),
    VERSION(c -> c, Change::otherVersion);

    private final UnaryOperator<TlsConfig.Builder> before;
    private final UnaryOperator<TlsConfig.Builder> after;

    Change(UnaryOperator<TlsConfig.Builder> before, UnaryOperator<TlsConfig.Builder> after) {
      this.before = before;
      this.after = after;
    }

    private static TlsConfig.Builder suites(TlsConfig.Builder c, String suites13, String ciphers) {
      return c.suites13(suites13).ciphers(ciphers);
    }

    private static TlsConfig.Builder otherVersion(TlsConfig.Builder c) {
      boolean from13 = c.build().versions().contains(TlsVersion.TLS_1_3);
      return from13
          ? c.minVersion(TlsVersion.TLS_1_2).maxVersion(TlsVersion.TLS_1_2)
          : c.maxVersion(TlsVersion.TLS_1_3).minVersion(TlsVersion.TLS_1_3);
    }
  }

  private static final Identity SERVER =
      TestCerts.make("two names").dns("localhost").dns("other.test").by(root()).build();

  private static Identity root() {
    return TestCerts.root();
  }

  private static final Trust TWO_ROOTS =
      Trust.of(
          List.of(
              TestCerts.root().certificate(),
              TestCerts.make("Second root").ca().build().certificate()));

  /** By what the client has its session: the cache, or from the program. */
  static Stream<Arguments> changes() {
    return Stream.of(TlsVersion.values())
        .flatMap(
            version ->
                Stream.of(Change.values())
                    .flatMap(
                        change ->
                            Stream.of(true, false)
                                .map(given -> arguments(version, change, given))));
  }

  @ParameterizedTest(name = "{0}, {1}, given by the program: {2}")
  @MethodSource("changes")
  void aChangeTakesAFullHandshake(TlsVersion version, Change change, boolean given)
      throws Exception {
    Terms client = Terms.client().only(version).identity(TestCerts.client(KeyType.EC_P256));
    client.ours(change.before);
    Terms server = Terms.server(KeyType.EC_P256).identity(SERVER).clientAuth(ClientAuth.ASKED);
    try (Duo duo = duo(Ours.CLIENT, client, server)) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo); // which shows that it can
      exchange(duo);
      Session session = given ? ours(duo).session() : null;
      client.ours(config -> change.after.apply(change.before.apply(config)).session(session));
      duo.again();
      assertReused(false, duo);
      exchange(duo);
    }
  }

  private static void assertReused(boolean expected, Duo duo) {
    assertEquals(expected, duo.atClient.reused(), duo.atClient::toString);
    assertEquals(expected, duo.atServer.reused(), duo.atServer::toString);
  }

  /** RFC 8446 section 4.6.1: the suite may be another one if its hash is the same. */
  @Test
  void anotherSuiteOfTheSameHashResumes() throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_3);
    client.ours(c -> c.suites13("TLS_AES_128_GCM_SHA256"));
    try (Duo duo = duo(Ours.CLIENT, client, Terms.server(KeyType.EC_P256))) {
      duo.shakeHands();
      exchange(duo);
      client.ours(c -> c.suites13("TLS_CHACHA20_POLY1305_SHA256"));
      duo.again();
      assertEquals("TLS_CHACHA20_POLY1305_SHA256", duo.atClient.suite());
      assertReused(true, duo);
      exchange(duo);
    }
  }

  /** A certificate that has expired since is refused, which to resume would not have done. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(TlsVersion.class)
  void aSessionDoesNotOutliveTheCertificate(TlsVersion version) throws Exception {
    Instant now = Instant.now();
    Identity brief =
        TestCerts.make("localhost")
            .dns("localhost")
            .valid(now.minusSeconds(60), now.plusSeconds(3600))
            .by(root())
            .build();
    Terms client = Terms.client().only(version);
    try (Duo duo = duo(Ours.CLIENT, client, Terms.server(KeyType.EC_P256).identity(brief))) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo);
      exchange(duo);
      client.ours(c -> c.clock(() -> Instant.now().plusSeconds(3601)));
      duo.end();
      Refusal refusal = duo.refusals().atClient();
      assertEquals(X509V.CERT_HAS_EXPIRED.code(), refusal.verifyCode, refusal::getMessage);
    }
  }

  /** RFC 5246 section 7.2.2; libssl gives a connection up when its new handshake is refused. */
  @Test
  void afterAFatalAlertTheSessionIsForgotten() throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_2);
    try (Duo duo =
        Duo.of(
            () -> OpenSslPeer.server(Terms.server(KeyType.EC_P256), "-msg"),
            port -> Stack.HEDDLE.client(client, port))) {
      duo.shakeHands();
      exchange(duo);
      duo.again();
      assertReused(true, duo);
      exchange(duo);
      duo.server.renegotiate();
      Refusal refusal = assertThrows(Refusal.class, duo.client::expectClose);
      assertEquals(Alert.HANDSHAKE_FAILURE, refusal.received, refusal::getMessage);
      duo.server.refusal();
      ours(duo).passForShutDown();
      duo.next();
      duo.shakeHands();
      assertReused(false, duo);
      exchange(duo);
    }
  }

  /** RFC 7627 section 5.3: a session whose secret does not cover its handshake is not offered. */
  @Test
  void withoutExtendedMasterSecretNothingIsResumed() throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_2);
    Terms server = Terms.server(KeyType.EC_P256).withoutExtendedMasterSecret();
    try (Duo duo = duo(Ours.CLIENT, client, server)) {
      duo.shakeHands();
      assertReused(false, duo);
      exchange(duo);
      duo.again();
      assertReused(false, duo);
      exchange(duo);
    }
  }
}
