package dev.heddle.chain;

import dev.heddle.config.X509V;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;

/**
 * Certificate policies (RFC 5280 section 6.1) on one path, for somebody to whom any policy is good:
 * they matter only where an authority demands that there is one.
 *
 * <p>Of the RFC's tree only the last row is kept, and of that each policy once, with those that the
 * next certificate may name for it. Whether the tree is empty can be read from that, and it does
 * not grow with the number of ways through the tree, which is exponential.
 */
final class PolicyRules {

  private static final String ANY = "2.5.29.32.0";

  private final Findings findings;

  /** What the next certificate may name; null once no policy is valid. */
  private Set<String> expected = Set.of(ANY);

  private int explicitPolicy;
  private int policyMapping;
  private int inhibitAny;

  /** Section 6.1.2 (d), (e) and (f): the counters begin at the length of the path and one. */
  private PolicyRules(int certificates, Findings findings) {
    this.findings = findings;
    explicitPolicy = certificates + 1;
    policyMapping = certificates + 1;
    inhibitAny = certificates + 1;
  }

  /** From below the anchor downwards; an anchor demands nothing. */
  static void check(Path path, Findings findings) {
    int first = path.anchored() ? path.size() - 2 : path.size() - 1;
    boolean matters = false;
    for (int depth = first; depth >= 0; depth--) {
      matters |=
          KnownExtension.POLICY_CONSTRAINTS.in(path.get(depth))
              || KnownExtension.POLICY_MAPPINGS.in(path.get(depth));
    }
    if (!matters) {
      return;
    }
    PolicyRules rules = new PolicyRules(first + 1, findings);
    for (int depth = first; depth >= 0; depth--) {
      rules.apply(path.get(depth), depth);
    }
  }

  private void apply(X509Certificate certificate, int depth) {
    boolean selfIssued = ChainRules.isSelfIssued(certificate);
    Set<String> valid = valid(certificate, inhibitAny > 0 || selfIssued && depth > 0);
    if (depth == 0 && explicitPolicy > 0) {
      explicitPolicy--; // section 6.1.5 (a)
    }
    PolicyConstraints constraints =
        KnownExtension.POLICY_CONSTRAINTS.of(certificate, PolicyConstraints.class);
    if (depth == 0
        && constraints != null
        && isZero(constraints.getRequireExplicitPolicyMapping())) {
      explicitPolicy = 0; // section 6.1.5 (b)
    }
    if (valid == null && explicitPolicy == 0) {
      fault(X509V.NO_EXPLICIT_POLICY, certificate, depth, "is for no policy, and needs one");
    }
    if (depth == 0) {
      return;
    }
    expected = mapped(valid, certificate, depth);
    if (!selfIssued) {
      explicitPolicy = Math.max(0, explicitPolicy - 1);
      policyMapping = Math.max(0, policyMapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    if (constraints != null) {
      explicitPolicy = limit(explicitPolicy, constraints.getRequireExplicitPolicyMapping());
      policyMapping = limit(policyMapping, constraints.getInhibitPolicyMapping());
    }
    ASN1Integer inhibit = KnownExtension.INHIBIT_ANY_POLICY.of(certificate, ASN1Integer.class);
    inhibitAny = limit(inhibitAny, inhibit == null ? null : inhibit.getValue());
  }

  /** Section 6.1.3 (d) and (e): the policies of a certificate that were expected; null for none. */
  private Set<String> valid(X509Certificate certificate, boolean anyCounts) {
    CertificatePolicies policies =
        KnownExtension.CERTIFICATE_POLICIES.of(certificate, CertificatePolicies.class);
    if (policies == null || expected == null) {
      return null;
    }
    Set<String> valid = new HashSet<>();
    boolean any = false;
    for (PolicyInformation each : policies.getPolicyInformation()) {
      String policy = each.getPolicyIdentifier().getId();
      if (policy.equals(ANY)) {
        any = anyCounts;
      } else if (expected.contains(policy) || expected.contains(ANY)) {
        valid.add(policy);
      }
    }
    if (any) {
      valid.addAll(expected);
    }
    return valid.isEmpty() ? null : valid;
  }

  /** Section 6.1.4 (a) and (b): what may stand for the valid policies in the next certificate. */
  private Set<String> mapped(Set<String> valid, X509Certificate certificate, int depth) {
    Mappings mappings = KnownExtension.POLICY_MAPPINGS.of(certificate, Mappings.class);
    if (mappings == null) {
      return valid;
    }
    if (mappings.namesAny()) {
      fault(X509V.INVALID_POLICY_EXTENSION, certificate, depth, "maps the policy that means any");
    }
    if (valid == null) {
      return null;
    }
    Set<String> next = new HashSet<>(valid);
    mappings.subjects().keySet().forEach(next::remove);
    if (policyMapping > 0) {
      mappings
          .subjects()
          .forEach(
              (issuers, subjects) -> {
                if (valid.contains(issuers) || valid.contains(ANY)) {
                  next.addAll(subjects);
                }
              });
    }
    return next.isEmpty() ? null : next;
  }

  private static boolean isZero(BigInteger number) {
    return number != null && number.signum() == 0;
  }

  /** A counter after an extension that may lower it. */
  private static int limit(int counter, BigInteger limit) {
    return limit == null ? counter : limit.min(BigInteger.valueOf(counter)).intValue();
  }

  private void fault(X509V code, X509Certificate certificate, int depth, String what) {
    findings.fault(
        code,
        depth,
        certificate,
        "the certificate of " + ChainText.subject(certificate) + " " + what);
  }

  /**
   * The extension policyMappings, by the policies of the issuer's domain.
   *
   * @param subjects what each is in the subject's domain
   */
  record Mappings(Map<String, Set<String>> subjects) {

    static Mappings of(Object encoded) {
      Map<String, Set<String>> subjects = new HashMap<>();
      for (ASN1Encodable each : ASN1Sequence.getInstance(encoded)) {
        ASN1Sequence pair = ASN1Sequence.getInstance(each);
        subjects.computeIfAbsent(policy(pair, 0), policy -> new HashSet<>()).add(policy(pair, 1));
      }
      return new Mappings(subjects);
    }

    private static String policy(ASN1Sequence pair, int index) {
      return ASN1ObjectIdentifier.getInstance(pair.getObjectAt(index)).getId();
    }

    private boolean namesAny() {
      return subjects.containsKey(ANY) || subjects.values().stream().anyMatch(s -> s.contains(ANY));
    }
  }
}
