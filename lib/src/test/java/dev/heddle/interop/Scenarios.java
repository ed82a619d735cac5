package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.X509V;
import dev.heddle.fault.Alert;
import dev.heddle.interop.Terms.ClientAuth;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every peer is put through, with ourselves as its client and as its server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scenarios extends Pairing {

  Scenarios(Stack theirs) {
    super(theirs);
  }

  // ------------------------------------------------------------ what the peer can do

  /** The groups the peer has, both ends of it. */
  abstract List<NamedGroup> theirGroups();

  /** The suites the peer enables when they are named. */
  abstract List<CipherSuite> theirSuites();

  // ------------------------------------------------------------ agreement

  Stream<Arguments> versionsAndKeys() {
    return cross((ours, version) -> KeyType.accepted());
  }

  @ParameterizedTest(name = "our {0}, {1}, {2}")
  @MethodSource("versionsAndKeys")
  void everyVersionAndKeyGivesAConnection(Ours ours, TlsVersion version, KeyType key)
      throws Exception {
    Terms client = Terms.client().only(version);
    try (Duo duo = duo(ours, offeringCurveOf(key, client), Terms.server(key))) {
      duo.shakeHands();
      assertAgreement(duo);
      assertEquals(version.openSslName(), duo.atClient.version());
      assertEquals("localhost", duo.atClient.peer());
      assertNull(duo.atServer.peer());
      assertNull(duo.atClient.alpn());
      exchange(duo);
    }
  }

  /** RFC 8422 section 5.1: a client of TLS 1.2 offers the curves that certificates may be of. */
  private static Terms offeringCurveOf(KeyType key, Terms client) {
    return key == KeyType.EC_P521 ? client.groups(NamedGroup.P_256, NamedGroup.P_521) : client;
  }

  Stream<Arguments> suites() {
    return Stream.of(Ours.values())
        .flatMap(ours -> theirSuites().stream().map(suite -> arguments(ours, suite)));
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("suites")
  void everySuiteThatIsNamedIsTaken(Ours ours, CipherSuite suite) throws Exception {
    KeyType key = suite.name().contains("ECDSA") ? KeyType.EC_P256 : KeyType.RSA_2048;
    Terms client = Terms.client().only(suite.version()).suites(suite);
    Terms server = Terms.server(key).suites(suite);
    if (suite.name().startsWith("TLS_DHE_")) {
      client.groups(NamedGroup.FFDHE2048, NamedGroup.P_256);
      server.groups(NamedGroup.FFDHE2048, NamedGroup.P_256);
    }
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertAgreement(duo);
      assertEquals(suite.ianaName(), duo.atClient.suite());
      exchange(duo);
    }
  }

  Stream<Arguments> suitesOnlyByName() {
    return suites().filter(each -> ((CipherSuite) each.get()[1]).onlyByName());
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("suitesOnlyByName")
  void suitesWithCbcOrRsaKeyExchangeAreRefusedUnlessNamed(Ours ours, CipherSuite suite)
      throws Exception {
    KeyType key = suite.name().contains("ECDSA") ? KeyType.EC_P256 : KeyType.RSA_2048;
    Terms client = Terms.client().only(TlsVersion.TLS_1_2);
    Terms server = Terms.server(key).only(TlsVersion.TLS_1_2);
    (ours == Ours.CLIENT ? server : client).suites(suite);
    try (Duo duo = duo(ours, client, server)) {
      Duo.Refusals refusals = duo.refusals();
      assertEquals(Alert.HANDSHAKE_FAILURE, refusals.atClient().received, refusals::toString);
    }
  }

  Stream<Arguments> orders() {
    return Stream.of(Ours.values())
        .flatMap(
            ours ->
                Stream.of(
                    arguments(
                        ours,
                        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_AES_256_GCM_SHA384),
                    arguments(
                        ours,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)));
  }

  @ParameterizedTest(name = "our {0}, client {1} before {2}")
  @MethodSource("orders")
  void theClientsOrderOfSuitesDecides(Ours ours, CipherSuite first, CipherSuite second)
      throws Exception {
    Terms client = Terms.client().only(first.version()).suites(first, second);
    Terms server = Terms.server(KeyType.EC_P256).suites(second, first);
    CipherSuite expected = ours == Ours.CLIENT && theirServerPrefersItsOwn() ? second : first;
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertEquals(expected.ianaName(), duo.atClient.suite());
    }
  }

  boolean theirServerPrefersItsOwn() {
    return false;
  }

  Stream<Arguments> groups() {
    return cross(
        (ours, version) ->
            theirGroups().stream()
                .filter(
                    group ->
                        version == TlsVersion.TLS_1_3 || !group.hybrid() && !group.finiteField()));
  }

  @ParameterizedTest(name = "our {0}, {1}, {2}")
  @MethodSource("groups")
  void everyGroupIsTakenWithoutARetry(Ours ours, TlsVersion version, NamedGroup group)
      throws Exception {
    for (int left = tries(group); left > 0; left--) {
      Terms server = Terms.server(KeyType.RSA_2048).groups(group);
      try (Duo duo = duo(ours, Terms.client().only(version).groups(group), server)) {
        duo.shakeHands();
        assertAgreement(duo);
        assertEquals(group, ours(duo).group());
        assertFalse(ours(duo).sawHelloRetry());
        exchange(duo);
        return;
      } catch (Refusal refused) {
        if (left == 1) {
          throw refused;
        }
      }
    }
  }

  /** How often a handshake in a group may be tried: once where the peer does it right. */
  int tries(NamedGroup group) {
    return 1;
  }

  Stream<Arguments> retries() {
    return Stream.of(
        arguments(Ours.CLIENT, NamedGroup.X25519, NamedGroup.P_384),
        arguments(Ours.CLIENT, NamedGroup.P_384, NamedGroup.X25519),
        arguments(Ours.CLIENT, NamedGroup.P_256, NamedGroup.P_521),
        arguments(Ours.CLIENT, NamedGroup.X25519MLKEM768, NamedGroup.P_256),
        arguments(Ours.SERVER, NamedGroup.P_256, NamedGroup.P_384),
        arguments(Ours.SERVER, NamedGroup.P_384, NamedGroup.P_256),
        arguments(Ours.SERVER, NamedGroup.X25519, NamedGroup.X448));
  }

  @ParameterizedTest(name = "our {0}, share of {1}, server wants {2}")
  @MethodSource("retries")
  void aShareOfAnotherGroupIsAskedForAgain(Ours ours, NamedGroup first, NamedGroup wanted)
      throws Exception {
    // A hybrid brings a share of the first classical group along: keep that one out of the way too.
    Terms client =
        first.hybrid()
            ? Terms.client().groups(first, NamedGroup.X25519, wanted)
            : Terms.client().groups(first, wanted);
    Terms server = Terms.server(KeyType.EC_P256).groups(wanted);
    server.clientAuth(ClientAuth.REQUIRED);
    client.identity(TestCerts.client(KeyType.EC_P256)).alpn("h2");
    server.alpn("h2");
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertAgreement(duo);
      assertTrue(ours(duo).sawHelloRetry());
      assertEquals(wanted, ours(duo).group());
      assertEquals("client", duo.atServer.peer());
      exchange(duo);
    }
  }

  @ParameterizedTest(name = "our {0}")
  @EnumSource(Ours.class)
  void withoutACommonGroupTheClientIsTold(Ours ours) throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_3).groups(NamedGroup.P_256);
    Terms server = Terms.server(KeyType.EC_P256).groups(NamedGroup.P_384);
    try (Duo duo = duo(ours, client, server)) {
      assertEquals(alertWithoutCommonGroup(ours), duo.refusals().atClient().received);
    }
  }

  /** What the server sends to a client that has none of its groups. */
  Alert alertWithoutCommonGroup(Ours ours) {
    return Alert.HANDSHAKE_FAILURE;
  }

  Stream<Arguments> versionRanges() {
    TlsVersion v12 = TlsVersion.TLS_1_2;
    TlsVersion v13 = TlsVersion.TLS_1_3;
    return Stream.of(Ours.values())
        .flatMap(
            ours ->
                Stream.of(
                    arguments(ours, v12, v13, v12, v13, v13),
                    arguments(ours, v12, v13, v12, v12, v12),
                    arguments(ours, v12, v12, v12, v13, v12),
                    arguments(ours, v12, v13, v13, v13, v13),
                    arguments(ours, v13, v13, v12, v12, null),
                    arguments(ours, v12, v12, v13, v13, null)));
  }

  @ParameterizedTest(name = "our {0}, client {1} to {2}, server {3} to {4}: {5}")
  @MethodSource("versionRanges")
  void theHighestCommonVersionIsTaken(
      Ours ours,
      TlsVersion clientMin,
      TlsVersion clientMax,
      TlsVersion serverMin,
      TlsVersion serverMax,
      TlsVersion expected)
      throws Exception {
    Terms client = Terms.client().versions(clientMin, clientMax);
    Terms server = Terms.server(KeyType.EC_P256).versions(serverMin, serverMax);
    try (Duo duo = duo(ours, client, server)) {
      if (expected == null) {
        assertEquals(Alert.PROTOCOL_VERSION, duo.refusals().atClient().received);
      } else {
        duo.shakeHands();
        assertAgreement(duo);
        assertEquals(expected.openSslName(), duo.atClient.version());
      }
    }
  }

  // ------------------------------------------------------------ names

  Stream<Arguments> oursAndVersion() {
    return cross((ours, version) -> Stream.of("")).map(a -> arguments(a.get()[0], a.get()[1]));
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("oursAndVersion")
  void theServerSeesTheNameThatIsAskedFor(Ours ours, TlsVersion version) throws Exception {
    Identity identity = TestCerts.make("other").dns("other.test").by(TestCerts.root()).build();
    Terms client = Terms.client().only(version).host("other.test");
    try (Duo duo = duo(ours, client, Terms.server(KeyType.EC_P256).identity(identity))) {
      duo.shakeHands();
      assertEquals("other.test", duo.atServer.serverName());
      assertEquals("other", duo.atClient.peer());
    }
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("oursAndVersion")
  void theServersChoiceOfProtocolIsSeenAtBothEnds(Ours ours, TlsVersion version) throws Exception {
    Terms client = Terms.client().only(version).alpn("zz", "http/1.1", "h2");
    Terms server = Terms.server(KeyType.EC_P256).alpn("yy", "h2", "http/1.1");
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertEquals("h2", duo.atClient.alpn());
      assertEquals("h2", duo.atServer.alpn());
      exchange(duo);
    }
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("oursAndVersion")
  void aServerWithoutTheProtocolsRefuses(Ours ours, TlsVersion version) throws Exception {
    Terms client = Terms.client().only(version).alpn("zz");
    Terms server = Terms.server(KeyType.EC_P256).alpn("h2", "http/1.1");
    try (Duo duo = duo(ours, client, server)) {
      Duo.Refusals refusals = duo.refusals();
      assertEquals(Alert.NO_APPLICATION_PROTOCOL, refusals.atClient().received);
      if (ours == Ours.SERVER) {
        assertEquals(Alert.NO_APPLICATION_PROTOCOL, refusals.atServer().sent);
      }
    }
  }

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("oursAndVersion")
  void protocolsThatDoNotMatchAreToleratedWhereThatIsSaid(Ours ours, TlsVersion version)
      throws Exception {
    Terms client = Terms.client().only(version).alpn("zz").alpnFatal(false);
    Terms server = Terms.server(KeyType.EC_P256);
    if (ours == Ours.SERVER) {
      server.alpn("h2").alpnFatal(false);
    }
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertNull(duo.atClient.alpn());
      assertNull(duo.atServer.alpn());
      exchange(duo);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(TlsVersion.class)
  void aClientThatInsistsOnAProtocolRefusesAServerWithout(TlsVersion version) throws Exception {
    Terms client = Terms.client().only(version).alpn("zz").alpnFatal(true);
    try (Duo duo = duo(Ours.CLIENT, client, Terms.server(KeyType.EC_P256))) {
      Duo.Refusals refusals = duo.refusals();
      assertEquals(Alert.NO_APPLICATION_PROTOCOL, refusals.atClient().sent);
      assertEquals(Alert.NO_APPLICATION_PROTOCOL, refusals.atServer().received);
    }
  }

  // ------------------------------------------------------------ trust

  /** What is wrong with a server. */
  enum Wrong {
    UNTRUSTED(X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY, Alert.UNKNOWN_CA),
    EXPIRED(X509V.CERT_HAS_EXPIRED, Alert.CERTIFICATE_EXPIRED),
    NOT_YET_VALID(X509V.CERT_NOT_YET_VALID, Alert.BAD_CERTIFICATE),
    NAME(X509V.HOSTNAME_MISMATCH, Alert.BAD_CERTIFICATE),
    PURPOSE(X509V.INVALID_PURPOSE, Alert.UNSUPPORTED_CERTIFICATE);

    final X509V code;
    final Alert alert;

    Wrong(X509V code, Alert alert) {
      this.code = code;
      this.alert = alert;
    }

    Identity identity() {
      TestCerts.Maker maker =
          TestCerts.make("localhost")
              .by(this == UNTRUSTED ? rogue() : TestCerts.root())
              .dns(this == NAME ? "elsewhere.test" : "localhost")
              .purpose(
                  this == PURPOSE ? KeyPurposeId.id_kp_clientAuth : KeyPurposeId.id_kp_serverAuth);
      return switch (this) {
        case EXPIRED -> maker.expired().build();
        case NOT_YET_VALID -> maker.notYetValid().build();
        default -> maker.build();
      };
    }
  }

  private static Identity rogue() {
    return TestCerts.make("Rogue root").ca().build();
  }

  Stream<Arguments> wrongServers() {
    return cross((ours, version) -> Stream.of(Wrong.values()));
  }

  @ParameterizedTest(name = "our {0}, {1}, {2}")
  @MethodSource("wrongServers")
  void aServerWithAWrongCertificateIsRefused(Ours ours, TlsVersion version, Wrong wrong)
      throws Exception {
    Terms server = Terms.server(KeyType.EC_P256).identity(wrong.identity());
    try (Duo duo = duo(ours, Terms.client().only(version), server)) {
      Duo.Refusals refusals = duo.refusals();
      Refusal client = refusals.atClient();
      if (ours == Ours.CLIENT) {
        assertEquals(wrong.code.code(), client.verifyCode, client::toString);
        assertEquals(wrong.alert, client.sent);
        assertEquals(wrong.alert, refusals.atServer().received);
      } else {
        assertNull(client.received, client::toString);
        assertNotNull(refusals.atServer().received, refusals.atServer()::toString);
        assertClientsOwnWords(wrong, client, refusals.atServer().received);
      }
    }
  }

  /** What the peer, as a client that refuses our server, says of it and sends. */
  abstract void assertClientsOwnWords(Wrong wrong, Refusal client, Alert receivedByUs);

  /** What a client shows. */
  enum Shown {
    GOOD,
    NOTHING,
    ROGUE
  }

  Stream<Arguments> clientCertificates() {
    return cross((ours, version) -> Stream.of(ClientAuth.values()))
        .flatMap(
            a ->
                Stream.of(Shown.values())
                    .map(shown -> arguments(a.get()[0], a.get()[1], a.get()[2], shown)));
  }

  @ParameterizedTest(name = "our {0}, {1}, certificate {2}, client has {3}")
  @MethodSource("clientCertificates")
  void clientCertificatesAreAskedForAndChecked(
      Ours ours, TlsVersion version, ClientAuth wanted, Shown shown) throws Exception {
    Terms client = Terms.client().only(version);
    switch (shown) {
      case GOOD -> client.identity(TestCerts.client(KeyType.EC_P256));
      case NOTHING -> {}
      case ROGUE ->
          client.identity(
              TestCerts.make("client").purpose(KeyPurposeId.id_kp_clientAuth).by(rogue()).build());
    }
    Terms server = Terms.server(KeyType.RSA_2048).clientAuth(wanted);
    boolean refused =
        switch (shown) {
          case GOOD -> false;
          case NOTHING -> wanted == ClientAuth.REQUIRED;
          case ROGUE -> wanted != ClientAuth.NONE;
        };
    try (Duo duo = duo(ours, client, server)) {
      if (!refused) {
        duo.shakeHands();
        boolean told = wanted != ClientAuth.NONE && shown == Shown.GOOD;
        assertEquals(told ? "client" : null, duo.atServer.peer());
        exchange(duo);
        return;
      }
      Duo.Refusals refusals = duo.refusals();
      Alert received = refusals.atClient().received;
      if (ours == Ours.SERVER) {
        Alert missing =
            version == TlsVersion.TLS_1_3 ? Alert.CERTIFICATE_REQUIRED : Alert.HANDSHAKE_FAILURE;
        assertEquals(shown == Shown.NOTHING ? missing : Alert.UNKNOWN_CA, received);
        assertEquals(received, refusals.atServer().sent);
        if (shown == Shown.ROGUE) {
          assertEquals(
              X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY.code(), refusals.atServer().verifyCode);
        }
      } else {
        assertNotNull(received, refusals.atClient()::toString);
        assertServersOwnWords(version, shown, refusals.atServer(), received);
      }
    }
  }

  /** What the peer, as a server that refuses our client, says of it and sends. */
  abstract void assertServersOwnWords(
      TlsVersion version, Shown shown, Refusal server, Alert receivedByUs);

  Stream<Arguments> clientKeys() {
    return versionsAndKeys();
  }

  @ParameterizedTest(name = "our {0}, {1}, {2}")
  @MethodSource("clientKeys")
  void aClientCanShowEveryKindOfKey(Ours ours, TlsVersion version, KeyType key) throws Exception {
    Terms client =
        offeringCurveOf(key, Terms.client().only(version).identity(TestCerts.client(key)));
    Terms server = Terms.server(KeyType.EC_P256).clientAuth(ClientAuth.REQUIRED);
    try (Duo duo = duo(ours, client, server)) {
      duo.shakeHands();
      assertAgreement(duo);
      assertEquals("client", duo.atServer.peer());
      exchange(duo);
    }
  }

  // ------------------------------------------------------------ data

  @ParameterizedTest(name = "our {0}, {1}")
  @MethodSource("oursAndVersion")
  void aMegabyteGoesEachWayAtOnce(Ours ours, TlsVersion version) throws Exception {
    String up = digits(1 << 20);
    String down = digits(1 << 20);
    Terms server = Terms.server(KeyType.EC_P256);
    try (Duo duo = bulkDuo(ours, Terms.client().only(version), server)) {
      duo.shakeHands();
      duo.together(
          () -> duo.client.send(up),
          () -> duo.server.expect(up),
          () -> duo.server.send(down),
          () -> duo.client.expect(down));
    }
  }

  /** As {@link #duo}, for much data. */
  Duo bulkDuo(Ours ours, Terms client, Terms server) throws Exception {
    return duo(ours, client, server);
  }

  /** As {@link #duo}, for key updates and new handshakes. */
  Duo commandDuo(Ours ours, Terms client, Terms server) throws Exception {
    return duo(ours, client, server);
  }

  Stream<Arguments> keyUpdates() {
    return Stream.of(Ours.values())
        .flatMap(
            ours ->
                Stream.of(Ours.values())
                    .flatMap(
                        by -> Stream.of(true, false).map(request -> arguments(ours, by, request))));
  }

  @ParameterizedTest(name = "our {0}, by the {1}, asking for the peer''s: {2}")
  @MethodSource("keyUpdates")
  void dataGoesOnAfterKeyUpdates(Ours ours, Ours by, boolean request) throws Exception {
    Terms server = Terms.server(KeyType.EC_P256);
    try (Duo duo = commandDuo(ours, Terms.client().only(TlsVersion.TLS_1_3), server)) {
      duo.shakeHands();
      exchange(duo);
      for (int i = 0; i < 3; i++) {
        (by == Ours.CLIENT ? duo.client : duo.server).keyUpdate(request);
        exchange(duo);
      }
      // An answer is due before the next data only (RFC 8446 section 4.6.3).
      exchange(duo);
      assertKeyUpdates(
          theirs(duo), ours == by ? 3 : request ? 3 : 0, ours != by ? 3 : request ? 3 : 0);
    }
  }

  /** That as many KeyUpdates have reached the peer, and been sent by it. */
  void assertKeyUpdates(Peer peer, int received, int sent) throws Exception {}

  // ------------------------------------------------------------ the end

  Stream<Arguments> closings() {
    return cross((ours, version) -> Stream.of(Ours.values()));
  }

  @ParameterizedTest(name = "our {0}, {1}, the {2} first")
  @MethodSource("closings")
  void closeNotifyIsSeen(Ours ours, TlsVersion version, Ours first) throws Exception {
    Terms server = Terms.server(KeyType.EC_P256);
    try (Duo duo = duo(ours, Terms.client().only(version), server)) {
      duo.shakeHands();
      exchange(duo);
      Peer one = first == Ours.CLIENT ? duo.client : duo.server;
      Peer other = first == Ours.CLIENT ? duo.server : duo.client;
      one.sendClose();
      other.expectClose();
      other.sendClose();
      if (tellsOfAnAnswer(one)) {
        one.expectClose();
      }
    }
  }

  /** Whether a peer that has closed first says when the answer comes. */
  boolean tellsOfAnAnswer(Peer peer) {
    return true;
  }

  @ParameterizedTest(name = "our {0}, {1}, the {2} drops")
  @MethodSource("closings")
  void aStreamThatIsCutOffIsAnError(Ours ours, TlsVersion version, Ours dropper) throws Exception {
    Terms server = Terms.server(KeyType.EC_P256);
    try (Duo duo = duo(ours, Terms.client().only(version), server)) {
      duo.shakeHands();
      exchange(duo);
      Peer one = dropper == Ours.CLIENT ? duo.client : duo.server;
      Peer other = dropper == Ours.CLIENT ? duo.server : duo.client;
      one.drop();
      if (other == ours(duo)) {
        Refusal refusal = assertThrows(Refusal.class, other::expectClose);
        assertTrue(
            refusal.getMessage().contains("unexpected eof while reading"), refusal::getMessage);
      } else {
        assertCutOff(other);
      }
    }
  }

  /** That the peer takes the end of the stream for an error. */
  abstract void assertCutOff(Peer peer) throws Exception;
}
