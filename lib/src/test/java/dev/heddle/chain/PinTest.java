package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.KeyPin;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** Pinned keys: as the source of trust, and as a demand beside it. */
class PinTest {

  private static final Identity ROOT = make("root").ca().build();
  private static final Identity MIDDLE = make("middle").ca().by(ROOT).build();
  private static final Identity LEAF =
      make("leaf").dns("a.test").purpose(KeyPurposeId.id_kp_serverAuth).by(MIDDLE).build();
  private static final Identity STRANGER = make("stranger").ca().build();

  // ------------------------------------------------------------ trust

  @Test
  void aPinnedLeafIsTrusted() {
    assertEquals(X509V.OK, check(trusting(LEAF), LEAF.chain()));
    assertEquals(X509V.OK, check(trusting(LEAF), List.of(LEAF.certificate())));
    Identity selfSigned = make("self").dns("a.test").build();
    assertEquals(X509V.OK, check(trusting(selfSigned), selfSigned.chain()));
  }

  @Test
  void aPinnedAuthorityIsTrustedIfItIsPresented() {
    assertEquals(X509V.OK, check(trusting(MIDDLE), LEAF.chain()));
    assertEquals(
        X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        check(trusting(MIDDLE), List.of(LEAF.certificate())));
    assertEquals(
        X509V.OK,
        check(
            trusting(ROOT), List.of(LEAF.certificate(), MIDDLE.certificate(), ROOT.certificate())));
  }

  @Test
  void anotherKeyIsNot() {
    assertEquals(X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY, check(trusting(STRANGER), LEAF.chain()));
    // The same names, but the leaf is not signed with the key that is pinned.
    Identity twin = make("middle").key(TestCerts.KeyType.EC_P384).withoutKeyIds().ca().build();
    assertEquals(
        X509V.CERT_SIGNATURE_FAILURE,
        check(trusting(twin), List.of(LEAF.certificate(), twin.certificate())));
  }

  @Test
  void theRestIsCheckedAllTheSame() {
    assertEquals(X509V.HOSTNAME_MISMATCH, check(trusting(LEAF).hostName("b.test"), LEAF.chain()));
    Instant later = Instant.now().plus(Duration.ofDays(10_000));
    assertEquals(
        X509V.CERT_HAS_EXPIRED,
        check(trusting(LEAF).clock(InstantSource.fixed(later)), LEAF.chain()));
    Identity client =
        make("leaf").dns("a.test").purpose(KeyPurposeId.id_kp_clientAuth).by(MIDDLE).build();
    assertEquals(X509V.INVALID_PURPOSE, check(trusting(client), client.chain()));
    Identity weak = make("weak").key(TestCerts.KeyType.RSA_1024).dns("a.test").build();
    assertEquals(X509V.EE_KEY_TOO_SMALL, check(trusting(weak), weak.chain()));
  }

  private static TlsConfig.Builder trusting(Identity pinned) {
    return TlsConfig.builder().hostName("a.test").trust(Trust.pins(pin(pinned)));
  }

  // ------------------------------------------------------------ a demand

  @Test
  void anyKeyOfThePathWillDo() {
    for (Identity each : List.of(LEAF, MIDDLE, ROOT)) {
      assertEquals(X509V.OK, check(demanding(each), LEAF.chain()));
    }
    assertEquals(
        X509V.OK,
        check(
            TlsConfig.builder()
                .hostName("a.test")
                .trust(Trust.of(List.of(ROOT.certificate())))
                .pinnedKeys(pin(STRANGER), pin(ROOT)),
            LEAF.chain()));
  }

  @Test
  void aPathWithoutIsRefused() {
    VerifyResult result = ChainCheck.check(demanding(STRANGER).build(), LEAF.chain(), true);
    assertEquals(X509V.APPLICATION_VERIFICATION.code(), result.code());
    assertEquals(
        "the pinned key is not in the chain of 'CN=leaf', which has ["
            + pin(LEAF)
            + ", "
            + pin(MIDDLE)
            + ", "
            + pin(ROOT)
            + "]",
        result.detail());
  }

  /** What is presented beside the path proves nothing. */
  @Test
  void whatIsOnlyPresentedDoesNotCount() {
    List<X509Certificate> more =
        List.of(LEAF.certificate(), MIDDLE.certificate(), STRANGER.certificate());
    assertEquals(X509V.APPLICATION_VERIFICATION, check(demanding(STRANGER), more));
  }

  @Test
  void aPinReplacesNoTrust() {
    assertEquals(
        X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        check(
            TlsConfig.builder()
                .hostName("a.test")
                .trust(Trust.of(List.of(STRANGER.certificate())))
                .pinnedKeys(pin(LEAF)),
            LEAF.chain()));
  }

  private static TlsConfig.Builder demanding(Identity pinned) {
    return TlsConfig.builder()
        .hostName("a.test")
        .trust(Trust.of(List.of(ROOT.certificate())))
        .pinnedKeys(pin(pinned));
  }

  private static X509V check(TlsConfig.Builder config, List<X509Certificate> chain) {
    VerifyResult result = ChainCheck.check(config.build(), chain, true);
    assertTrue(result.ok() || result.detail().contains("'CN="), result::toString);
    return X509V.of(result.code());
  }

  private static String pin(Identity identity) {
    return KeyPin.of(identity.certificate()).toString();
  }
}
