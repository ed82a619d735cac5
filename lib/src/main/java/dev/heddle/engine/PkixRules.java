package dev.heddle.engine;

import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
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
 * ChainRules} has found good. Revocation is not its part.
 */
final class PkixRules {

  private PkixRules() {}

  /** The fault the validator stops at; null if there is none. */
  static VerifyResult check(List<X509Certificate> path, Instant now) {
    if (path.size() == 1) {
      return null; // a trusted leaf: nothing is certified by anything
    }
    List<X509Certificate> below = path.subList(0, path.size() - 1);
    X509Certificate anchor = path.get(path.size() - 1);
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
      int depth = Math.max(0, e.getIndex());
      X509Certificate certificate = below.get(Math.min(depth, below.size() - 1));
      return VerifyResult.of(
          CODES.getOrDefault(e.getReason(), X509V.UNSPECIFIED),
          depth,
          certificate,
          "the certificate of " + ChainText.subject(certificate) + ": " + e.getMessage());
    } catch (GeneralSecurityException | RuntimeException e) {
      X509Certificate leaf = path.get(0);
      return VerifyResult.of(
          X509V.UNSPECIFIED,
          0,
          leaf,
          "the chain of " + ChainText.subject(leaf) + " cannot be checked: " + e);
    }
  }

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
