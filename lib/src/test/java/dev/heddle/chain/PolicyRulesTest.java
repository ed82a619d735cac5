package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.VerifyResult;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.Maker;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.junit.jupiter.api.Test;

/** Policies, ours beside those of the JDK's validator. */
class PolicyRulesTest {

  private static final String ANY = "2.5.29.32.0";
  private static final List<String> POLICIES = List.of("1.2.3.1", "1.2.3.2", "1.2.3.3", ANY);

  @Test
  void randomPathsAgreeWithTheJdk() throws GeneralSecurityException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 150; i++) {
      Path path = randomPath(random);
      boolean jdk = jdkAccepts(path);
      VerifyResult ours = ours(path);
      assertEquals(jdk, ours.ok(), () -> "seed " + seed + ": " + ours + " of " + text(path));
      good += jdk ? 1 : 0;
      bad += jdk ? 0 : 1;
    }
    assertTrue(good > 5 && bad > 5, good + " good and " + bad + " bad, seed " + seed);
  }

  /** Each policy is mapped to all: the tree of the RFC has 2 to the 24th leaves. */
  @Test
  void mappingsDoNotMultiply() {
    ASN1EncodableVector both = new ASN1EncodableVector();
    for (int from = 0; from < 2; from++) {
      for (int to = 0; to < 2; to++) {
        both.add(mapping(from, to));
      }
    }
    Identity issuer = make("policy root").ca().build();
    X509Certificate root = issuer.certificate();
    for (int i = 0; i < 24; i++) {
      Maker maker = make("policy " + i).ca().by(issuer);
      maker.extension("2.5.29.32", false, policies(0, 1));
      maker.extension("2.5.29.33", true, new DERSequence(both));
      if (i == 0) {
        maker.extension("2.5.29.36", true, new PolicyConstraints(BigInteger.ZERO, null));
      }
      issuer = maker.build();
    }
    Identity leaf = make("leaf").extension("2.5.29.32", false, policies(1)).by(issuer).build();
    List<X509Certificate> certificates = new ArrayList<>(leaf.chain());
    certificates.add(root);
    assertEquals(VerifyResult.OK, ours(new Path(certificates, true)));
  }

  private static Path randomPath(Random random) {
    Identity issuer = make("policy root").ca().build();
    List<X509Certificate> certificates = new ArrayList<>(issuer.chain());
    int length = 2 + random.nextInt(3);
    for (int depth = length; depth >= 0; depth--) {
      // Now and then under the name of its issuer, which the counters pass over.
      boolean again = depth > 0 && depth < length && random.nextInt(6) == 0;
      int name = again ? depth + 1 : depth;
      Maker maker = make("policy " + name).by(issuer);
      if (depth > 0) {
        maker.ca();
      }
      addPolicies(maker, depth, random);
      issuer = maker.build();
      certificates.add(0, issuer.certificate());
    }
    return new Path(certificates, true);
  }

  private static void addPolicies(Maker maker, int depth, Random random) {
    if (random.nextInt(8) > 0) {
      int first = random.nextInt(POLICIES.size());
      int second = random.nextInt(POLICIES.size());
      maker.extension(
          "2.5.29.32", false, first == second ? policies(first) : policies(first, second));
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      DERSequence pair = mapping(random.nextInt(3), random.nextInt(3));
      maker.extension("2.5.29.33", true, new DERSequence(pair));
    }
    if (random.nextInt(2) == 0) {
      BigInteger explicit = BigInteger.valueOf(random.nextInt(3));
      BigInteger inhibit = random.nextBoolean() ? null : BigInteger.valueOf(random.nextInt(2));
      maker.extension("2.5.29.36", true, new PolicyConstraints(explicit, inhibit));
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      maker.extension("2.5.29.54", true, new ASN1Integer(random.nextInt(2)));
    }
  }

  private static VerifyResult ours(Path path) {
    Findings findings = Findings.strict(path);
    findings.allow(f -> PolicyRules.check(path, f));
    return findings.result();
  }

  private static boolean jdkAccepts(Path path) throws GeneralSecurityException {
    X509Certificate root = path.get(path.size() - 1);
    TrustAnchor anchor = new TrustAnchor(root.getSubjectX500Principal(), root.getPublicKey(), null);
    PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
    parameters.setRevocationEnabled(false);
    List<X509Certificate> below = path.certificates().subList(0, path.size() - 1);
    try {
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    }
  }

  /** What a path says about policies, leaf first. */
  private static String text(Path path) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : path.certificates()) {
      text.append('\n').append(certificate.getSubjectX500Principal()).append(':');
      for (String oid : List.of("2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54")) {
        byte[] value = certificate.getExtensionValue(oid);
        text.append(' ').append(value == null ? "-" : HexFormat.of().formatHex(value));
      }
    }
    return text.toString();
  }

  private static DERSequence policies(int... indexes) {
    ASN1EncodableVector policies = new ASN1EncodableVector();
    for (int index : indexes) {
      policies.add(new DERSequence(oid(index)));
    }
    return new DERSequence(policies);
  }

  private static DERSequence mapping(int from, int to) {
    ASN1EncodableVector pair = new ASN1EncodableVector();
    pair.add(oid(from));
    pair.add(oid(to));
    return new DERSequence(pair);
  }

  private static ASN1ObjectIdentifier oid(int index) {
    return new ASN1ObjectIdentifier(POLICIES.get(index));
  }
}
