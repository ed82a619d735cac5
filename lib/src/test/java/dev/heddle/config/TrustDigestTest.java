package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCrls;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** Which settings a session is bound to: each is named here, with the reason if it is not. */
class TrustDigestTest {

  private static final String PIN = "sha256/LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
  private static final Identity EC = TestCerts.localhost(KeyType.EC_P256);
  private static final Identity RSA = TestCerts.localhost(KeyType.RSA_2048);

  private enum BindsTo {
    BOTH,
    CLIENTS,
    SERVERS,
    NOBODY
  }

  private record Change(BindsTo bindsTo, String why, UnaryOperator<TlsConfig.Builder> change) {}

  private final Map<String, Change> changes = new LinkedHashMap<>();

  private void binds(String field, BindsTo whom, UnaryOperator<TlsConfig.Builder> change) {
    changes.put(field, new Change(whom, null, change));
  }

  private void leaves(String field, String why, UnaryOperator<TlsConfig.Builder> change) {
    changes.put(field, new Change(BindsTo.NOBODY, why, change));
  }

  private void listChanges() {
    binds("credentials", BindsTo.BOTH, b -> b.credentials(credentials(EC)));
    binds("trust", BindsTo.BOTH, b -> b.trust(Trust.of(List.of(RSA.chain().get(0)))));
    binds("pinnedKeys", BindsTo.BOTH, b -> b.pinnedKeys(PIN));
    binds("verifyMode", BindsTo.BOTH, TlsConfig.Builder::insecureVerifyNone);
    binds("verifyCallback", BindsTo.BOTH, b -> b.verifyCallback(step -> false));
    binds("overrules", BindsTo.BOTH, b -> b.insecureOverrule(CALLBACK));
    binds("certVerifyCallback", BindsTo.BOTH, b -> b.insecureCertVerifyCallback(peer -> {}));
    binds("crls", BindsTo.BOTH, b -> b.crls(crls(), RevocationCheck.NONE));
    binds("revocationCheck", BindsTo.BOTH, b -> b.crls(Crls.none(), RevocationCheck.ALL));
    binds("strictPaths", BindsTo.BOTH, b -> b.strictPaths(true));
    binds("verifyDepth", BindsTo.BOTH, b -> b.verifyDepth(1));
    binds("signatureSchemes", BindsTo.BOTH, b -> b.signatureSchemes("ed25519"));
    binds("peerLimits", BindsTo.BOTH, b -> b.peerLimits(PeerLimits.defaults().withChainLength(9)));
    binds("requestStaple", BindsTo.CLIENTS, b -> b.requestStaple(false));
    binds("requireStaple", BindsTo.CLIENTS, b -> b.requireStaple(true));
    binds("hostName", BindsTo.CLIENTS, b -> b.hostName("b.test").serverName("a.test"));
    binds("insecureNoHostName", BindsTo.CLIENTS, TlsConfig.Builder::insecureNoHostName);
    binds("serverName", BindsTo.CLIENTS, b -> b.serverName("b.test"));
    binds(
        "clientCertificateCallback",
        BindsTo.CLIENTS,
        b -> b.clientCertificateCallback(names -> ClientCertificateCallback.Selection.none()));
    binds(
        "clientCaNames", BindsTo.SERVERS, b -> b.clientCaNames(List.of(new X500Principal("CN=a"))));

    String anew = "looked at in each handshake, resumed or not";
    leaves("minVersion", anew, b -> b.minVersion(TlsVersion.TLS_1_3));
    leaves("maxVersion", anew, b -> b.maxVersion(TlsVersion.TLS_1_2));
    leaves("suites13", anew, b -> b.suites13("TLS_AES_128_GCM_SHA256"));
    leaves("suites12", anew, b -> b.ciphers("ECDHE-RSA-AES128-GCM-SHA256"));
    leaves("groups", anew, b -> b.groups("P-521"));
    leaves("preferServerOrder", anew, b -> b.preferServerOrder(true));
    leaves("alpnProtocols", anew, b -> b.alpnProtocols("h2"));
    leaves("alpnMismatchFatal", anew, b -> b.alpnMismatchFatal(true));
    leaves("alpnSelectCallback", anew, b -> b.alpnSelectCallback((offered, whose) -> ""));
    leaves(
        "clientHelloCallback",
        anew,
        b -> b.clientHelloCallback(hello -> ClientHelloCallback.Result.SUCCESS));
    leaves("clock", anew, b -> b.clock(InstantSource.fixed(Instant.EPOCH)));
    leaves(
        "serverCredentialsCallback",
        "goes by the name asked for, which a session is compared with by itself",
        b -> b.serverCredentialsCallback(hello -> ClientCertificateCallback.Selection.none()));
    leaves("keyLog", "only watches", b -> b.keyLog(line -> {}));
    leaves("messageCallback", "only watches", b -> b.messageCallback((sent, v, type, m) -> {}));
    String about = "is about resuming, not about trust";
    leaves("sessions", about, b -> b.sessions(Sessions.none()));
    leaves("session", about, b -> b.session(Session.of(SessionSamples.tls13())));
  }

  /** Anchors, dates and names are not its own to look at: they need not even be there. */
  @Test
  void whoeverJudgesInOurPlaceBindsAlone() {
    CertVerifyCallback judge = peer -> {};
    for (boolean client : new boolean[] {true, false}) {
      String digest = digest(base().insecureCertVerifyCallback(judge), client);
      assertEquals(
          digest,
          digest(
              base()
                  .trust(Trust.of(RSA.chain()))
                  .strictPaths(true)
                  .insecureCertVerifyCallback(judge),
              client));
      assertNotEquals(digest, digest(base().insecureCertVerifyCallback(peer -> {}), client));
      assertNotEquals(
          digest,
          digest(base().insecureCertVerifyCallback(judge).signatureSchemes("ed25519"), client));
    }
  }

  private static final VerifyCallback CALLBACK = step -> true;

  private static TlsConfig.Builder base() {
    return TlsConfig.builder()
        .trust(Trust.of(EC.chain()))
        .verifyCallback(CALLBACK)
        .verifyMode(VerifyMode.REQUIRE)
        .hostName("a.test");
  }

  private static Credentials credentials(Identity identity) {
    return Credentials.of(identity.key(), identity.chain());
  }

  private static String digest(TlsConfig.Builder builder, boolean client) {
    return HexFormat.of().formatHex(builder.build().trustDigest(client));
  }

  @Test
  void everySettingBindsOrHasAReason() {
    listChanges();
    for (Field field : Settings.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Change change = changes.remove(field.getName());
        assertNotNull(change, field.getName() + " is not named in this test");
        assertEquals(
            change.bindsTo == BindsTo.BOTH || change.bindsTo == BindsTo.CLIENTS,
            !digest(base(), true).equals(digest(change.change.apply(base()), true)),
            "client's " + field.getName());
        assertEquals(
            change.bindsTo == BindsTo.BOTH || change.bindsTo == BindsTo.SERVERS,
            !digest(base(), false).equals(digest(change.change.apply(base()), false)),
            "server's " + field.getName());
      }
    }
    assertEquals(Map.of(), changes, "settings that there are not");
  }

  @Test
  void equalSettingsGiveEqualDigests() {
    TlsConfig one = base().credentials(credentials(EC)).crls(crls(), RevocationCheck.ALL).build();
    TlsConfig other = base().credentials(credentials(EC)).crls(crls(), RevocationCheck.ALL).build();
    for (boolean client : List.of(true, false)) {
      assertArrayEquals(one.trustDigest(client), other.trustDigest(client));
      assertArrayEquals(one.trustDigest(client), one.toBuilder().build().trustDigest(client));
      assertEquals(32, one.trustDigest(client).length);
    }
    assertFalse(Arrays.equals(one.trustDigest(true), one.trustDigest(false)), "of either role");
    one.trustDigest(true)[0] ^= 1;
    assertArrayEquals(one.trustDigest(true), other.trustDigest(true), "it is a copy");
  }

  /** Of another process, by another release: a change of it costs every cache all it has. */
  @Test
  void digestIsTheSameInEveryProcess() {
    TlsConfig config =
        TlsConfig.builder()
            .trust(Trust.none())
            .hostName("a.test")
            .signatureSchemes("ed25519")
            .build();
    assertEquals(
        "bf0e54b01b066fa1d38be9b6beee51d9dab2c1875db7a2d5857f59530ec70c2b",
        HexFormat.of().formatHex(config.trustDigest(true)));
  }

  @Test
  void orderOfAnchorsPinsAndListsDoesNotMatter() {
    X509Certificate one = EC.chain().get(0);
    X509Certificate other = RSA.chain().get(0);
    assertArrayEquals(
        Trust.of(List.of(one, other)).digest(),
        Trust.of(List.of(other)).and(Trust.of(List.of(one))).digest());
    assertArrayEquals(
        Trust.pins(KeyPin.of(one).toString(), PIN).digest(),
        Trust.pins(PIN, KeyPin.of(one).toString()).digest());
    Crls first = crls();
    Crls second =
        Crls.of(
            List.of(TestCrls.by(EC, Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z")).build()));
    assertArrayEquals(first.and(second).digest(), second.and(first).digest());
    assertFalse(Arrays.equals(first.digest(), second.digest()));
    assertFalse(Arrays.equals(Trust.pins(PIN).digest(), Trust.none().digest()));
  }

  @Test
  void serverThatAsksNothingLooksAtNoAnchors() {
    Trust unread = Trust.of(List.of(EC.chain().get(0)));
    TlsConfig.Builder asksNothing = TlsConfig.builder();
    String before = digest(asksNothing.trust(Trust.none()), false);
    assertEquals(before, digest(asksNothing.trust(unread), false));
    assertNotEquals(before, digest(asksNothing.credentials(credentials(EC)), false));
  }

  @Test
  void stapleIsNoPartOfCredentials() {
    Credentials plain = credentials(EC);
    Credentials stapled = plain.withOcspResponse(new byte[] {0x30, 0});
    assertArrayEquals(plain.digest(), stapled.digest());
    assertFalse(Arrays.equals(plain.digest(), credentials(RSA).digest()));
  }

  @Test
  void callbackIsItsObject() {
    Object one = new Object();
    assertArrayEquals(CallbackTokens.of(one), CallbackTokens.of(one));
    assertFalse(Arrays.equals(CallbackTokens.of(one), CallbackTokens.of(new Object())));
    assertFalse(Arrays.equals(CallbackTokens.of(new Same()), CallbackTokens.of(new Same())));
    assertNull(CallbackTokens.of(null));
  }

  private record Same() {}

  private static Crls crls() {
    return Crls.of(List.of(CRL));
  }

  private static final X509CRL CRL = TestCrls.by(EC).build();
}
