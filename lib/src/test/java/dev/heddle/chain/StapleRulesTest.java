package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.StapleStatus.State;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.X509V;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import dev.heddle.support.TestOcsp;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What staples and the promise of one do to a chain that is good otherwise. */
class StapleRulesTest {

  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
  private static final String NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
  private static final Identity ROOT = TestCerts.root();
  private static final Identity LEAF = leaf().by(ROOT).build();
  private static final Instant NOW = Instant.now();

  /**
   * A staple, and what comes of it.
   *
   * @param code where a good staple is not required
   * @param required the code where it is
   */
  private record Case(String name, byte[] staple, State state, X509V code, X509V required) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    Identity other = make("another root").ca().build();
    byte[] plain = about().build();
    return Stream.of(
        good("signed by the issuer", about()),
        good("responder named by its key", about().byKey()),
        good("certificate named by SHA-256", about().sha256()),
        good("a delegated responder", about().by(responder().build())),
        good(
            "a delegated responder with nocheck",
            about().by(responder().extension(NO_CHECK, false, DERNull.INSTANCE).build()).byKey()),
        good("as old as the skew allows", about().dates(ago(2), NOW.minusSeconds(240))),
        good("as early as the skew allows", about().dates(NOW.plusSeconds(240), in(1))),
        good("no end and of today", about().dates(NOW.minus(Duration.ofHours(23)), null)),
        revoked("revoked", about().revoked(ago(3), 1)),
        revoked("revoked, out of date", about().dates(ago(9), ago(2)).revoked(ago(20), 4)),
        late("expired", about().dates(ago(9), ago(2))),
        late("expired by more than the skew", about().dates(ago(9), NOW.minusSeconds(400))),
        late("from the future", about().dates(NOW.plusSeconds(400), in(2))),
        late("ends before it begins", about().dates(NOW.plusSeconds(200), NOW.plusSeconds(100))),
        late("no end and of the day before yesterday", about().dates(ago(2), null)),
        unusable("try later", TestOcsp.noAnswer(3)),
        unusable("unauthorized", TestOcsp.noAnswer(6)),
        new Case("none", null, State.ABSENT, null, X509V.OCSP_VERIFY_NEEDED),
        new Case(
            "unknown",
            about().unknown().build(),
            State.UNKNOWN,
            X509V.OCSP_CERT_UNKNOWN,
            X509V.OCSP_CERT_UNKNOWN),
        invalid("another certificate", about().serial(BigInteger.TEN)),
        invalid("another issuer's name", about().otherName()),
        invalid("another issuer's key in the name", about().otherKey()),
        invalid(
            "a responder of the issuer's key under another name",
            about()
                .by(
                    responder()
                        .by(new Identity(ROOT.type(), ROOT.key(), other.chain()))
                        .withoutKeyIds()
                        .build())),
        invalid("another issuer", TestOcsp.about(LEAF.certificate(), other).by(other)),
        invalid("another issuer's key", about().by(other)),
        invalid("another issuer's key, without certificate", about().by(other).with()),
        invalid("signed by the leaf itself", about().by(LEAF)),
        invalid(
            "a responder without the purpose",
            about().by(make("responder").usage(KeyUsage.digitalSignature).by(ROOT).build())),
        invalid(
            "a responder for any purpose",
            about()
                .by(make("responder").purpose(KeyPurposeId.anyExtendedKeyUsage).by(ROOT).build())),
        invalid(
            "a responder that calls itself another", about().by(responder().build()).named(LEAF)),
        invalid("a responder of another root", about().by(responder().by(other).build())),
        invalid(
            "a responder of a namesake",
            about().by(responder().by(namesake()).withoutKeyIds().build())),
        invalid("an expired responder", about().by(responder().expired().build())),
        invalid("a responder to come", about().by(responder().notYetValid().build())),
        invalid(
            "a responder that may not sign",
            about().by(responder().usage(KeyUsage.keyEncipherment).build())),
        invalid(
            "a responder with a weak key", about().by(responder().key(KeyType.RSA_1024).build())),
        invalid(
            "a responder with a weak signature",
            about().by(responder().signature("SHA1withECDSA").build())),
        invalid(
            "a responder with an unknown critical extension",
            about().by(responder().extension("1.2.3.4", true, DERNull.INSTANCE).build())),
        invalid("a weak signature", about().signature("SHA1withECDSA")),
        invalid("a critical extension", about().criticalExtension()),
        invalid("a damaged signature", damaged(about().build(), 1)),
        invalid("a damaged date", damagedDate(about().build())),
        invalid("no OCSP at all", new byte[] {0x30, 0x03, 0x02, 0x01, 0x00}),
        invalid("one byte", new byte[] {0x30}),
        invalid("cut off", Arrays.copyOf(plain, 60)),
        invalid("with more behind it", Arrays.copyOf(plain, plain.length + 1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStapleThatIsNotRequired(Case each) {
    expect(each.code, verdict(config().build(), LEAF, Staple.asked(each.staple)), each);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStapleThatTheConfigurationRequires(Case each) {
    TlsConfig config = config().requireStaple(true).build();
    expect(each.required, verdict(config, LEAF, Staple.asked(each.staple)), each);
  }

  @ParameterizedTest
  @EnumSource(names = {"GOOD", "OUT_OF_DATE", "UNUSABLE", "ABSENT"})
  void aStapleThatTheCertificateRequires(State state) {
    for (boolean critical : new boolean[] {false, true}) {
      Identity leaf = leaf().extension(TLS_FEATURE, critical, features(5)).by(ROOT).build();
      TestOcsp about = TestOcsp.about(leaf.certificate(), ROOT);
      byte[] staple =
          switch (state) {
            case GOOD -> about.build();
            case OUT_OF_DATE -> about.dates(ago(9), ago(2)).build();
            case UNUSABLE -> TestOcsp.noAnswer(3);
            default -> null;
          };
      ChainVerdict verdict = verdict(config().build(), leaf, Staple.asked(staple));
      X509V code =
          switch (state) {
            case GOOD -> X509V.OK;
            case ABSENT -> X509V.OCSP_VERIFY_NEEDED;
            default -> X509V.OCSP_VERIFY_FAILED;
          };
      assertEquals(code.code(), verdict.result().code(), () -> verdict.toString());
      assertEquals(state, verdict.staple().state());
      if (code != X509V.OK) {
        assertEquals(Alert.BAD_CERTIFICATE_STATUS_RESPONSE, verdict.result().alert());
        assertTrue(verdict.result().detail().contains("demands"), verdict::toString);
      }
    }
  }

  @Test
  void nobodyMustStapleUnasked() {
    Identity leaf = leaf().extension(TLS_FEATURE, false, features(5)).by(ROOT).build();
    assertTrue(verdict(config().build(), leaf, Staple.notAsked()).accepted());
  }

  @Test
  void whatAnAuthorityPromisesThoseBelowItMust() {
    Identity ca = make("stapling").ca().extension(TLS_FEATURE, false, features(5)).by(ROOT).build();
    Identity bare = leaf().by(ca).build();
    Identity leaf = leaf().extension(TLS_FEATURE, false, features(5)).by(ca).build();
    byte[] staple = TestOcsp.about(leaf.certificate(), ca).build();

    ChainVerdict verdict = verdict(config().build(), bare, Staple.notAsked());
    assertEquals(X509V.INVALID_EXTENSION.code(), verdict.result().code());
    assertEquals(0, verdict.result().depth());
    assertTrue(verdict(config().build(), leaf, Staple.asked(staple)).accepted());
    assertFalse(verdict(config().build(), leaf, Staple.asked(null)).accepted());
  }

  @Test
  void unknownFeaturesCountOnlyWhereTheyMust() {
    Identity tolerated = leaf().extension(TLS_FEATURE, false, features(99)).by(ROOT).build();
    Identity refused = leaf().extension(TLS_FEATURE, true, features(17, 99)).by(ROOT).build();
    Identity malformed = leaf().extension(TLS_FEATURE, false, DERNull.INSTANCE).by(ROOT).build();
    assertTrue(verdict(config().build(), tolerated, Staple.asked(null)).accepted());
    assertEquals(
        X509V.UNHANDLED_CRITICAL_EXTENSION.code(),
        verdict(config().build(), refused, Staple.asked(null)).result().code());
    assertEquals(
        X509V.INVALID_EXTENSION.code(),
        verdict(config().build(), malformed, Staple.asked(null)).result().code());
  }

  /** There is no issuer to check the staple against, and nobody asked for one. */
  @Test
  void aCertificateThatIsTrustedItselfNeedsNoStaple() {
    Identity leaf = leaf().extension(TLS_FEATURE, false, features(5)).by(ROOT).build();
    TlsConfig.Builder pinned = TlsConfig.builder().trust(Trust.of(leaf.chain()));
    byte[] staple = TestOcsp.about(leaf.certificate(), ROOT).build();
    ChainVerdict verdict = verdict(pinned.build(), leaf, Staple.asked(staple));
    assertTrue(verdict.accepted(), verdict::toString);
    assertEquals(State.UNUSABLE, verdict.staple().state());
    ChainVerdict required = verdict(pinned.requireStaple(true).build(), leaf, Staple.asked(staple));
    assertEquals(X509V.OCSP_VERIFY_FAILED.code(), required.result().code());
  }

  @Test
  void datesAndReasonAreTold() {
    Instant when = Instant.parse("2026-01-02T03:04:05Z");
    byte[] staple = about().revoked(when, 1).build();
    ChainVerdict verdict = verdict(config().build(), LEAF, Staple.asked(staple));
    assertEquals(Alert.CERTIFICATE_REVOKED, verdict.result().alert());
    String detail = verdict.result().detail();
    assertTrue(detail.startsWith("certificate was revoked on 2026-01-02T03:04:05Z ("), detail);
    assertTrue(detail.endsWith("that of 'CN=leaf', for keyCompromise, by the OCSP staple"), detail);

    Instant from = Instant.ofEpochSecond(ago(1).getEpochSecond());
    Instant to = Instant.ofEpochSecond(in(1).getEpochSecond());
    staple = about().dates(from, to).build();
    ChainVerdict good = verdict(config().build(), LEAF, Staple.asked(staple));
    assertEquals(from, good.staple().thisUpdate());
    assertEquals(to, good.staple().nextUpdate());
    staple = about().dates(from, null).build();
    assertNull(verdict(config().build(), LEAF, Staple.asked(staple)).staple().nextUpdate());
  }

  @Test
  void otherKeysSignStaplesToo() {
    for (KeyType type :
        List.of(KeyType.RSA_2048, KeyType.RSA_PSS_2048, KeyType.EC_P384, KeyType.ED25519)) {
      Identity root = make("root of " + type).key(type).ca().build();
      Identity leaf = leaf().by(root).build();
      TlsConfig config = TlsConfig.builder().trust(Trust.of(root.chain())).build();
      TestOcsp about = TestOcsp.about(leaf.certificate(), root);
      byte[] staple = about.build();
      ChainVerdict verdict = verdict(config, leaf, Staple.asked(staple));
      assertEquals(State.GOOD, verdict.staple().state(), () -> type + ": " + verdict.staple());
      byte[] damaged = damaged(staple, 1);
      assertFalse(verdict(config, leaf, Staple.asked(damaged)).accepted());
    }
  }

  @Test
  void aCallbackMayOverruleARevocation() {
    byte[] staple = about().revoked(ago(3), 1).build();
    TlsConfig config = config().insecureOverrule(step -> true).build();
    ChainVerdict verdict = verdict(config, LEAF, Staple.asked(staple));
    assertTrue(verdict.accepted());
    assertEquals(X509V.CERT_REVOKED.code(), verdict.result().code());
  }

  private static void expect(X509V code, ChainVerdict verdict, Case each) {
    X509V expected = code == null ? X509V.OK : code;
    assertEquals(expected.code(), verdict.result().code(), verdict::toString);
    assertEquals(expected == X509V.OK, verdict.accepted());
    assertEquals(each.state, verdict.staple().state(), verdict::toString);
  }

  private static ChainVerdict verdict(TlsConfig config, Identity leaf, Staple staple) {
    return ChainCheck.verdict(config, leaf.chain(), true, staple);
  }

  private static TlsConfig.Builder config() {
    return TlsConfig.builder().clock(InstantSource.fixed(NOW)).trust(Trust.of(ROOT.chain()));
  }

  private static Maker leaf() {
    return make("leaf").dns("leaf.test").purpose(KeyPurposeId.id_kp_serverAuth);
  }

  private static Maker responder() {
    return make("responder").purpose(KeyPurposeId.id_kp_OCSPSigning).by(ROOT);
  }

  /** Of the root's name and another key. */
  private static Identity namesake() {
    return make("Heddle test root").key(KeyType.EC_P384).ca().build();
  }

  private static TestOcsp about() {
    return TestOcsp.about(LEAF.certificate(), ROOT);
  }

  static ASN1Encodable features(int... numbers) {
    return new DERSequence(
        Arrays.stream(numbers).mapToObj(ASN1Integer::new).toArray(ASN1Encodable[]::new));
  }

  private static Instant ago(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static Instant in(int days) {
    return NOW.plus(Duration.ofDays(days));
  }

  private static byte[] damaged(byte[] staple, int fromEnd) {
    byte[] copy = staple.clone();
    copy[copy.length - fromEnd] ^= 1;
    return copy;
  }

  /** The year of one date is another one: still DER, but not what was signed. */
  private static byte[] damagedDate(byte[] staple) {
    byte[] copy = staple.clone();
    for (int i = copy.length - 20; i > 0; i--) {
      if (copy[i] == 0x18 && copy[i + 1] == 15 && copy[i + 2] == '2') {
        copy[i + 5]++;
        return copy;
      }
    }
    throw new IllegalArgumentException("no date");
  }

  private static Case good(String name, TestOcsp staple) {
    return new Case(name, staple.build(), State.GOOD, null, null);
  }

  private static Case revoked(String name, TestOcsp staple) {
    return new Case(name, staple.build(), State.REVOKED, X509V.CERT_REVOKED, X509V.CERT_REVOKED);
  }

  private static Case late(String name, TestOcsp staple) {
    return new Case(name, staple.build(), State.OUT_OF_DATE, null, X509V.OCSP_VERIFY_FAILED);
  }

  private static Case unusable(String name, byte[] staple) {
    return new Case(name, staple, State.UNUSABLE, null, X509V.OCSP_VERIFY_FAILED);
  }

  private static Case invalid(String name, TestOcsp staple) {
    return invalid(name, staple.build());
  }

  private static Case invalid(String name, byte[] staple) {
    return new Case(
        name, staple, State.INVALID, X509V.OCSP_VERIFY_FAILED, X509V.OCSP_VERIFY_FAILED);
  }
}
