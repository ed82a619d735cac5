package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.Crls;
import dev.heddle.config.RevocationCheck;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.X509V;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import dev.heddle.support.TestCrls;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A chain that was good, and whose signatures are therefore remembered, is judged anew each time in
 * all that is not a signature.
 */
class RememberedLinksTest {

  private static final Identity ROOT = make("remembered root").ca().build();
  private static final Identity ISSUING = make("remembered issuing").ca().by(ROOT).build();
  private static final Identity OTHER = make("not remembered").ca().build();
  private static final Identity LEAF = make("leaf").dns("remembered.test").by(ISSUING).build();

  @BeforeEach
  void isGood() {
    assertEquals(X509V.OK.code(), code(LEAF.chain(), config -> config));
  }

  @Test
  void datesAreLookedAt() {
    Duration days = Duration.ofDays(60);
    expect(X509V.CERT_HAS_EXPIRED, config -> config.clock(after(days)));
    expect(X509V.CERT_NOT_YET_VALID, config -> config.clock(after(days.negated())));
  }

  @Test
  void trustIsLookedAt() {
    expect(
        X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        config -> config.trust(Trust.of(List.of(OTHER.certificate()))));
  }

  @Test
  void nameIsLookedAt() {
    expect(X509V.HOSTNAME_MISMATCH, config -> config.hostName("another.test"));
  }

  @Test
  void lengthIsLookedAt() {
    expect(X509V.CERT_CHAIN_TOO_LONG, config -> config.verifyDepth(0));
  }

  @Test
  void revocationIsLookedAt() throws Exception {
    Crls lists =
        Crls.of(
            List.of(
                TestCrls.by(ISSUING).revoke(LEAF.certificate(), 1).build(),
                TestCrls.by(ROOT).build()));
    expect(X509V.CERT_REVOKED, config -> config.crls(lists, RevocationCheck.ALL));
  }

  /** That is how the JDK's lists of disabled algorithms are applied. */
  @Test
  void algorithmsAreLookedAt() {
    expect(
        X509V.APPLICATION_VERIFICATION,
        config ->
            config.verifyCallback(
                step ->
                    !step.path()
                        .get(step.result().depth())
                        .getSigAlgName()
                        .equals("SHA256withECDSA")));
  }

  /** The issuer's name on another key: what was right for the one is not right for the other. */
  @Test
  void keyOfTheIssuerIsLookedAt() throws Exception {
    Identity forger = new Identity(KeyType.EC_P256, OTHER.key(), ISSUING.chain());
    Identity forged = make("leaf").dns("remembered.test").by(forger).build();
    expectOf(X509V.CERT_SIGNATURE_FAILURE, forged.chain());
    X509Certificate real = ISSUING.certificate();
    Maker namesake = make("remembered issuing").key(KeyType.EC_P384).ca().withoutKeyIds();
    for (String identifier : List.of("2.5.29.14", "2.5.29.35")) {
      namesake.extension(identifier, false, extension(real, identifier));
    }
    X509Certificate other = namesake.by(ROOT).build().certificate();
    expectOf(X509V.CERT_SIGNATURE_FAILURE, List.of(LEAF.certificate(), other));
  }

  private static ASN1Primitive extension(X509Certificate certificate, String oid) throws Exception {
    byte[] octets = certificate.getExtensionValue(oid);
    return ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(octets).getOctets());
  }

  private static void expectOf(X509V code, List<X509Certificate> chain) {
    assertEquals(code.code(), code(chain, config -> config));
    assertEquals(code.code(), code(chain, config -> config), "again");
  }

  /** Twice as many links as there is room for: some are forgotten, and found right again. */
  @Test
  void whoFillsTheMemoryGainsNothing() {
    var links = new VerifiedLinks();
    var signatures = new LinkSignatures(links, new VerifyingKeys());
    List<X509Certificate> leaves = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      leaves.add(make("leaf").by(ISSUING).build().certificate());
    }
    for (int round = 0; round < 2; round++) {
      for (X509Certificate leaf : leaves) {
        assertEquals(true, signatures.isSigned(leaf, ISSUING.certificate().getPublicKey()));
        assertEquals(false, signatures.isSigned(leaf, ROOT.certificate().getPublicKey()));
      }
      byte[] digest = new byte[32];
      for (int i = 0; i < 2 * VerifiedLinks.SLOTS; i++) {
        digest = digest.clone();
        digest[0] = (byte) (i >> 8);
        digest[1] = (byte) i;
        links.add(digest);
      }
    }
  }

  private static void expect(X509V code, UnaryOperator<TlsConfig.Builder> change) {
    assertEquals(code.code(), code(LEAF.chain(), change));
    assertEquals(X509V.OK.code(), code(LEAF.chain(), config -> config), "and as it was before");
  }

  private static int code(List<X509Certificate> chain, UnaryOperator<TlsConfig.Builder> change) {
    TlsConfig.Builder config =
        TlsConfig.builder()
            .trust(Trust.of(List.of(ROOT.certificate())))
            .hostName("remembered.test");
    return ChainCheck.check(change.apply(config).build(), chain, true).code();
  }

  private static InstantSource after(Duration time) {
    return InstantSource.fixed(Instant.now().plus(time));
  }
}
