package dev.heddle.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.SessionValues;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.X509V;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** What a session must be like for a server to resume it. */
class ServerFitTest {

  private static final Instant NOW = Instant.now();
  private static final Duration LIFETIME = Duration.ofHours(2);
  private static final byte[] SETTINGS = {1, 2, 3};
  private static final CipherSuite SUITE13 = CipherSuite.TLS_AES_128_GCM_SHA256;
  private static final CipherSuite SUITE12 = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

  /** A session that fits, and one thing of it that may be changed. */
  private static final class Draft {
    TlsVersion version = TlsVersion.TLS_1_3;
    CipherSuite suite = SUITE13;
    boolean extendedMasterSecret = true;
    Instant authenticatedAt = NOW.minusSeconds(60);
    Instant expiresAt = NOW.plusSeconds(60);
    String serverName = "localhost";
    List<X509Certificate> chain = List.of();
    boolean asked;
    byte[] settings = SETTINGS.clone();

    SessionValues values() {
      return new SessionValues(
          version,
          suite,
          new byte[32],
          new byte[0],
          new byte[0],
          0,
          extendedMasterSecret,
          authenticatedAt,
          authenticatedAt,
          expiresAt,
          serverName,
          null,
          chain,
          0,
          asked,
          new byte[0],
          settings);
    }
  }

  private static TlsConfig.Builder config() {
    return TlsConfig.builder()
        .trust(Ends.trust())
        .sessions(Sessions.create().withLifetime(LIFETIME))
        .clock(() -> NOW);
  }

  private static ChainVerdict judge(TlsConfig config, Draft draft) {
    CipherSuite offered = draft.version == TlsVersion.TLS_1_3 ? SUITE13 : SUITE12;
    Asked asked = new Asked(draft.version, "localhost", List.of(offered));
    return new ServerFit(config, SETTINGS, asked).judge(draft.values());
  }

  private static void fits(Draft draft) {
    assertNotNull(judge(config().build(), draft));
  }

  private static void doesNotFit(Draft draft) {
    assertNull(judge(config().build(), draft));
  }

  @Test
  void sessionFits() {
    fits(new Draft());
    Draft other = new Draft();
    other.version = TlsVersion.TLS_1_2;
    other.suite = SUITE12;
    fits(other);
  }

  @Test
  void versionIsTheOneThatIsAgreedOn() {
    Asked asked = new Asked(TlsVersion.TLS_1_2, "localhost", List.of(SUITE13, SUITE12));
    assertNull(new ServerFit(config().build(), SETTINGS, asked).judge(new Draft().values()));
  }

  @Test
  void secretCoversItsHandshake() {
    Draft draft = new Draft();
    draft.extendedMasterSecret = false;
    doesNotFit(draft);
  }

  @Test
  void expiryIsTheEndOfIt() {
    Draft draft = new Draft();
    draft.expiresAt = NOW;
    doesNotFit(draft);
    draft.expiresAt = NOW.plusNanos(1);
    fits(draft);
  }

  @Test
  void ownLifetimeCountsWhoeverHasSealedTheSession() {
    Draft draft = new Draft();
    draft.expiresAt = NOW.plus(LIFETIME);
    draft.authenticatedAt = NOW.minus(LIFETIME);
    doesNotFit(draft);
    draft.authenticatedAt = NOW.minus(LIFETIME).plusNanos(1);
    fits(draft);
  }

  @Test
  void nameIsTheOneThatIsAskedFor() {
    Draft draft = new Draft();
    draft.serverName = "other";
    doesNotFit(draft);
    draft.serverName = null;
    doesNotFit(draft);
  }

  @Test
  void settingsAreThoseOfToday() {
    Draft draft = new Draft();
    draft.settings[2]++;
    doesNotFit(draft);
    draft.settings = new byte[0];
    doesNotFit(draft);
  }

  @Test
  void suiteOfTls13HasTheHashOfTheSession() {
    Draft draft = new Draft();
    draft.suite = CipherSuite.TLS_CHACHA20_POLY1305_SHA256;
    fits(draft);
    draft.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    doesNotFit(draft);
  }

  @Test
  void suiteOfTls12IsThatOfTheSession() {
    Draft draft = new Draft();
    draft.version = TlsVersion.TLS_1_2;
    draft.suite = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    doesNotFit(draft);
  }

  @Test
  void suiteThatIsOfferedAndNotConfiguredIsOfNoUse() {
    TlsConfig config = config().cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384)).build();
    assertNull(judge(config, new Draft()));
  }

  @Test
  void clientWhoseCertificateNobodyWantsIsNotResumed() {
    Draft draft = new Draft();
    draft.chain = TestCerts.client(KeyType.EC_P256).chain();
    draft.asked = true;
    doesNotFit(draft);
  }

  @Test
  void clientThatWasNotAskedIsAskedNow() {
    TlsConfig config = config().verifyMode(VerifyMode.PEER).build();
    Draft draft = new Draft();
    assertNull(judge(config, draft));
    draft.asked = true;
    assertNotNull(judge(config, draft));
  }

  @Test
  void clientThatHasShownNothingIsRefusedWhereItMust() {
    Draft draft = new Draft();
    draft.asked = true;
    assertNull(judge(config().verifyMode(VerifyMode.REQUIRE).build(), draft));
  }

  @Test
  void certificatesAreCheckedAgain() {
    Draft draft = new Draft();
    draft.asked = true;
    draft.chain = TestCerts.client(KeyType.EC_P256).chain();
    TlsConfig.Builder config = config().verifyMode(VerifyMode.REQUIRE);
    ChainVerdict verdict = judge(config.build(), draft);
    assertTrue(verdict.accepted());
    assertEquals(draft.chain.getFirst(), verdict.path().getFirst());
    assertNull(judge(config.verifyCallback(step -> false).build(), draft));
  }

  @Test
  void certificatesThatAreOverruledStayOverruled() {
    Identity foreign = TestCerts.make("foreign").purpose(KeyPurposeId.id_kp_clientAuth).build();
    Draft draft = new Draft();
    draft.asked = true;
    draft.chain = foreign.chain();
    TlsConfig.Builder config = config().verifyMode(VerifyMode.REQUIRE);
    assertNull(judge(config.build(), draft));
    ChainVerdict verdict = judge(config.insecureOverrule(step -> true).build(), draft);
    assertEquals(X509V.DEPTH_ZERO_SELF_SIGNED_CERT.code(), verdict.result().code());
  }
}
