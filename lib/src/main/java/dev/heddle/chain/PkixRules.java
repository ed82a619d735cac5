package dev.heddle.chain;

import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.text.Printable;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rest of RFC 5280 section 6.1, by the JDK's validator: policies, and once more all that {@link
 * ChainRules} and {@link ChainNames} have found good. Revocation is not its part.
 */
final class PkixRules {

  private PkixRules() {}

  /** Reports the fault the validator stops at. */
  static void check(Path path, Instant now, Findings findings) {
    if (path.anchored() && path.size() > 1) {
      VerifyResult fault = check(path.certificates(), now);
      if (fault != null) {
        findings.fault(fault);
      }
    }
  }

  private static VerifyResult check(List<X509Certificate> path, Instant now) {
    int anchor = path.size() - 1;
    if (path.subList(1, anchor).stream().anyMatch(ChainNames::hasEmptyDnsSubtree)
        && path.subList(0, anchor).stream().noneMatch(PkixRules::hasPolicyRules)) {
      // The JDK's validator fails with an exception when it applies the empty name. So it gets one
      // certificate at a time, with no constraints to apply. That leaves out the policies, too, and
      // no path fails them where nobody requires or maps one.
      VerifyResult fault = null;
      for (int depth = anchor - 1; depth >= 0 && fault == null; depth--) {
        fault = validate(path, depth, depth + 1, now);
      }
      return fault;
    }
    return validate(path, 0, anchor, now);
  }

  /** Validates a part of the path: from that depth to before that of the anchor. */
  private static VerifyResult validate(
      List<X509Certificate> path, int first, int anchorDepth, Instant now) {
    List<X509Certificate> below = path.subList(first, anchorDepth);
    X509Certificate anchor = path.get(anchorDepth);
    try {
      CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(below);
      // Name and key only: the rules for the anchor's certificate are libssl's, and have been
      // applied.
      PKIXParameters parameters =
          new PKIXParameters(
              Set.of(
                  new TrustAnchor(anchor.getSubjectX500Principal(), anchor.getPublicKey(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setPolicyQualifiersRejected(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
      return null;
    } catch (CertPathValidatorException e) {
      int depth = Math.min(first + Math.max(0, e.getIndex()), anchorDepth - 1);
      X509Certificate certificate = path.get(depth);
      return VerifyResult.of(
          CODES.getOrDefault(e.getReason(), X509V.UNSPECIFIED),
          depth,
          certificate,
          "the certificate of "
              + ChainText.subject(certificate)
              + ": "
              + Printable.text(e.getMessage()));
    } catch (GeneralSecurityException | RuntimeException e) {
      X509Certificate leaf = path.get(first);
      return VerifyResult.of(
          X509V.UNSPECIFIED,
          first,
          leaf,
          "the chain of "
              + ChainText.subject(leaf)
              + " cannot be checked: "
              + Printable.text(e.toString()));
    }
  }

  private static boolean hasPolicyRules(X509Certificate certificate) {
    return certificate.getExtensionValue(POLICY_MAPPINGS) != null
        || certificate.getExtensionValue(POLICY_CONSTRAINTS) != null;
  }

  private static final String POLICY_MAPPINGS = "2.5.29.33";
  private static final String POLICY_CONSTRAINTS = "2.5.29.36";

  private static final Map<Reason, X509V> CODES =
      Map.ofEntries(
          Map.entry(BasicReason.EXPIRED, X509V.CERT_HAS_EXPIRED),
          Map.entry(BasicReason.NOT_YET_VALID, X509V.CERT_NOT_YET_VALID),
          Map.entry(BasicReason.INVALID_SIGNATURE, X509V.CERT_SIGNATURE_FAILURE),
          Map.entry(BasicReason.ALGORITHM_CONSTRAINED, X509V.CA_MD_TOO_WEAK),
          Map.entry(BasicReason.REVOKED, X509V.CERT_REVOKED),
          Map.entry(PKIXReason.INVALID_KEY_USAGE, X509V.KEYUSAGE_NO_CERTSIGN),
          Map.entry(PKIXReason.INVALID_NAME, X509V.PERMITTED_VIOLATION),
          Map.entry(PKIXReason.INVALID_POLICY, X509V.NO_EXPLICIT_POLICY),
          Map.entry(PKIXReason.NAME_CHAINING, X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY),
          Map.entry(PKIXReason.NOT_CA_CERT, X509V.INVALID_CA),
          Map.entry(PKIXReason.NO_TRUST_ANCHOR, X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY),
          Map.entry(PKIXReason.PATH_TOO_LONG, X509V.PATH_LENGTH_EXCEEDED),
          Map.entry(PKIXReason.UNRECOGNIZED_CRIT_EXT, X509V.UNHANDLED_CRITICAL_EXTENSION));
}
