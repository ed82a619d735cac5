package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Crls;
import dev.heddle.config.RevocationCheck;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.fault.Alert;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCrls;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What CRLs do to a chain that is good otherwise, ours beside {@code openssl verify}. */
class CrlRulesTest {

  private static final String IDP = "2.5.29.28";
  private static final Pattern ERROR = Pattern.compile("error (\\d+) at (\\d+) depth lookup");

  private static final Identity ROOT = make("crl root").ca().build();
  private static final Identity CA = make("crl ca").ca().by(ROOT).build();
  private static final Identity LEAF = leaf(CA).build();
  private static final Instant NOW = Instant.now();

  @TempDir Path directory;

  /**
   * CRLs for the chain of a leaf, and what comes of them.
   *
   * @param openSslCodes others than {@code code} only with a reason given in the name
   */
  private record Case(
      String name,
      Identity leaf,
      List<X509CRL> crls,
      RevocationCheck check,
      int code,
      int depth,
      Set<Integer> openSslCodes) {

    Case openSsl(Integer... values) {
      return new Case(name, leaf, crls, check, code, depth, Set.of(values));
    }

    Case all() {
      return new Case(name, leaf, crls, RevocationCheck.ALL, code, depth, openSslCodes);
    }

    Case at(int value) {
      return new Case(name, leaf, crls, check, code, value, openSslCodes);
    }

    Case leaf(Identity value) {
      return new Case(name, value, crls, check, code, depth, openSslCodes);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() throws IOException {
    Identity namesake = make("crl ca").key(KeyType.EC_P384).ca().withoutKeyIds().build();
    Identity mute = make("mute ca").ca().usage(KeyUsage.keyCertSign).by(ROOT).build();
    Identity part = leaf(CA).extension("2.5.29.31", false, points("http://crl.test/1")).build();
    X509CRL empty = TestCrls.by(CA).build();
    X509CRL listed = TestCrls.by(CA).revoke(LEAF.certificate(), 1).build();
    X509CRL rootEmpty = TestCrls.by(ROOT).build();
    X509CRL expired = TestCrls.by(CA, ago(9), ago(2)).build();
    return Stream.of(
        of("not listed", 0, empty),
        of("another is listed", 0, TestCrls.by(CA).revoke(CA.certificate(), 1).build()),
        of("listed", 23, listed),
        of(
            "listed among others",
            23,
            TestCrls.by(CA).revoke(part.certificate(), 0).revoke(LEAF.certificate(), 4).build()),
        of("taken back", 0, TestCrls.by(CA).revoke(LEAF.certificate(), 8).build()),
        of("no CRL", 3),
        of("a CRL of another", 3, rootEmpty),
        of("not signed by the issuer", 8, TestCrls.by(CA).signedBy(ROOT).build()),
        of("signed by a namesake", 8, TestCrls.by(namesake).signature("SHA384withECDSA").build()),
        of(
                "a namesake's and the issuer's, of which openssl takes one by name",
                23,
                TestCrls.by(namesake).signature("SHA384withECDSA").build(),
                listed)
            .openSsl(8),
        of(
                "a weak signature, which openssl passes here",
                8,
                TestCrls.by(CA).signature("SHA1withECDSA").build())
            .openSsl(0),
        of("expired", 12, expired),
        of("to come", 11, TestCrls.by(CA, in(1), in(2)).build()),
        of("without end", 0, TestCrls.by(CA, ago(1), null).build()),
        of("an expired one and a current one", 0, expired, empty),
        of(
            "an expired one that lists it and a current one",
            0,
            TestCrls.by(CA, ago(9), ago(2)).revoke(LEAF.certificate(), 6).build(),
            empty),
        of("two current ones, of which openssl takes the first", 23, listed, empty),
        of("an authority that may not sign CRLs", 35, TestCrls.by(mute).build())
            .leaf(leaf(mute).build()),
        of(
            "an unknown critical extension",
            36,
            TestCrls.by(CA).extension("1.2.3.4", true, DERNull.INSTANCE).build()),
        of(
            "an unknown extension",
            0,
            TestCrls.by(CA).extension("1.2.3.4", false, DERNull.INSTANCE).build()),
        of(
            "an unknown critical extension of an entry",
            36,
            TestCrls.by(CA).revoke(BigInteger.TEN, "1.2.3.4", true, DERNull.INSTANCE).build()),
        of(
            "an unknown extension of an entry",
            0,
            TestCrls.by(CA).revoke(BigInteger.TEN, "1.2.3.4", false, DERNull.INSTANCE).build()),
        of(
                "an entry of another issuer, which openssl can read",
                36,
                TestCrls.by(CA)
                    .revoke(
                        BigInteger.TEN,
                        "2.5.29.29",
                        true,
                        new GeneralNames(new GeneralName(new X500Name("CN=x"))))
                    .build())
            .openSsl(0),
        of(
                "a delta CRL, which to openssl is none, and up to 3.0.20 was a whole one",
                36,
                TestCrls.by(CA).extension("2.5.29.27", true, new ASN1Integer(1)).build())
            .openSsl(3, 0),
        of("for users", 0, scoped(scope(true, false, null, false, false))),
        of("for authorities", 44, scoped(scope(false, true, null, false, false))),
        of("for attributes", 44, scoped(scope(false, false, null, false, true))),
        of("indirect, which to openssl is none", 44, scoped(scope(false, false, null, true, false)))
            .openSsl(3),
        of(
                "for some reasons, which to openssl is none",
                44,
                scoped(
                    scope(false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false)))
            .openSsl(3),
        of("for a part", 44, scoped(part("http://crl.test/1"))),
        of("for the right part", 0, scoped(part("http://crl.test/1"))).leaf(part),
        of("for another part", 44, scoped(part("http://crl.test/2"))).leaf(part),
        of("for another part, and an expired one", 12, scoped(part("http://crl.test/2")), expired),
        of(
                "a delta CRL that is not critical, likewise",
                36,
                TestCrls.by(CA).extension("2.5.29.27", false, new ASN1Integer(1)).build())
            .openSsl(3, 0),
        of(
                "for another part and for the right one",
                0,
                scoped(part("http://crl.test/2")),
                scoped(part("http://crl.test/1")))
            .leaf(part),
        of("for a part and for all", 23, scoped(part("http://crl.test/1")), listed),
        // openssl wants one for the root, too, which comes first in the same list here
        of("all are covered", 0, empty, rootEmpty).all(),
        of("the authority has no CRL", 3, empty).all().at(1),
        of(
                "the authority is listed",
                23,
                empty,
                TestCrls.by(ROOT).revoke(CA.certificate(), 2).build())
            .all()
            .at(1),
        of(
            "the authority is listed, and not asked about",
            0,
            empty,
            TestCrls.by(ROOT).revoke(CA.certificate(), 2).build()),
        of(
                "for users, where the authority is asked about",
                44,
                empty,
                TestCrls.by(ROOT)
                    .extension(IDP, true, scope(true, false, null, false, false))
                    .build())
            .all()
            .at(1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verdict(Case each) {
    for (boolean server : new boolean[] {true, false}) {
      TlsConfig config = config(each.check, each.crls).build();
      VerifyResult result = ChainCheck.check(config, each.leaf.chain(), server);
      assertEquals(
          each.code + " at " + each.depth,
          result.code() + " at " + result.depth(),
          () -> result.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openSslSaysTheSame(Case each) throws Exception {
    List<String> command = new ArrayList<>(List.of(OpenSsl.program().toString(), "verify"));
    command.addAll(List.of("-no-CApath", "-no-CAstore", "-auth_level", "2"));
    command.addAll(List.of("-crl_check", "-purpose", "sslserver"));
    if (each.check == RevocationCheck.ALL) {
      command.add("-crl_check_all");
    }
    command.addAll(List.of("-CAfile", write("root.pem", ROOT.certificatePem())));
    command.addAll(List.of("-untrusted", write("chain.pem", each.leaf.chainPem())));
    for (X509CRL crl : each.crls) {
      String name = "crl" + command.size() + ".pem";
      command.addAll(List.of("-CRLfile", write(name, TestCrls.pem(crl.getEncoded()))));
    }
    command.add(write("leaf.pem", each.leaf.certificatePem()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher error = ERROR.matcher(output);
    int code = error.find() ? Integer.parseInt(error.group(1)) : 0;
    assertTrue(
        each.openSslCodes.contains(code),
        () -> each.openSslCodes + ", not " + code + ": " + output);
  }

  @Test
  void dateAndReasonAreTold() {
    X509CRL listed = TestCrls.by(CA).revoke(LEAF.certificate(), 1).build();
    TlsConfig config = config(RevocationCheck.LEAF, List.of(listed)).build();
    VerifyResult result = ChainCheck.check(config, LEAF.chain(), true);
    assertEquals(Alert.CERTIFICATE_REVOKED, result.alert());
    String detail = result.detail();
    assertTrue(detail.startsWith("certificate was revoked on 2026-01-02T03:04:05Z ("), detail);
    assertTrue(
        detail.contains("that of 'CN=leaf', for keyCompromise, by the CRL of 'CN=crl ca'"), detail);
  }

  @Test
  void withoutACheckTheListsAreNotLookedAt() {
    X509CRL listed = TestCrls.by(CA).revoke(LEAF.certificate(), 1).build();
    TlsConfig config = config(RevocationCheck.NONE, List.of(listed)).build();
    assertTrue(ChainCheck.check(config, LEAF.chain(), true).ok());
  }

  @Test
  void aTrustedLeafNeedsNoCrl() {
    TlsConfig.Builder config = config(RevocationCheck.ALL, List.of());
    config.trust(Trust.of(List.of(LEAF.certificate())));
    assertTrue(ChainCheck.check(config.build(), LEAF.chain(), true).ok());
  }

  /** As in libssl a CRL whose faults are overruled is used. */
  @Test
  void aCallbackSeesEachFault() {
    X509CRL crl = TestCrls.by(CA, ago(9), ago(2)).revoke(LEAF.certificate(), 1).build();
    List<Integer> codes = new ArrayList<>();
    TlsConfig.Builder config = config(RevocationCheck.LEAF, List.of(crl));
    config.insecureOverrule(step -> step.ok() || codes.add(step.result().code()));
    ChainVerdict verdict = ChainCheck.verdict(config.build(), LEAF.chain(), true);
    assertTrue(verdict.accepted());
    assertEquals(List.of(X509V.CRL_HAS_EXPIRED.code(), X509V.CERT_REVOKED.code()), codes);
  }

  private static TlsConfig.Builder config(RevocationCheck check, List<X509CRL> crls) {
    return TlsConfig.builder().trust(Trust.of(ROOT.chain())).crls(Crls.of(crls), check);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static TestCerts.Maker leaf(Identity issuer) {
    return make("leaf")
        .dns("leaf.test")
        .purpose(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
        .by(issuer);
  }

  private static Case of(String name, int code, X509CRL... crls) {
    return new Case(name, LEAF, List.of(crls), RevocationCheck.LEAF, code, 0, Set.of(code));
  }

  private static X509CRL scoped(IssuingDistributionPoint scope) throws IOException {
    return TestCrls.by(CA).extension(IDP, true, scope).build();
  }

  private static IssuingDistributionPoint scope(
      boolean users,
      boolean authorities,
      ReasonFlags reasons,
      boolean indirect,
      boolean attributes) {
    return new IssuingDistributionPoint(null, users, authorities, reasons, indirect, attributes);
  }

  private static IssuingDistributionPoint part(String uri) {
    return new IssuingDistributionPoint(name(uri), false, false, null, false, false);
  }

  private static CRLDistPoint points(String uri) {
    return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name(uri), null, null)});
  }

  private static DistributionPointName name(String uri) {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
  }

  private static Instant ago(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static Instant in(int days) {
    return NOW.plus(Duration.ofDays(days));
  }
}
