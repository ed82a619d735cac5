package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ManagerFactoryParameters;

/** What a trust manager is asked for by PKIX parameters, as a configuration. */
final class PathParameters {

  private PathParameters() {}

  /**
   * Reads them: anchors, a date, and how long a path may be.
   *
   * @throws InvalidAlgorithmParameterException naming what there is beside these
   */
  static TlsConfig read(ManagerFactoryParameters given) throws InvalidAlgorithmParameterException {
    CertPathParameters inner =
        given instanceof CertPathTrustManagerParameters path ? path.getParameters() : null;
    if (!(inner instanceof PKIXParameters pkix)) {
      throw new InvalidAlgorithmParameterException(
          "CertPathTrustManagerParameters with PKIXParameters inside are supported, not " + given);
    }
    List<String> unsupported = unsupported(pkix);
    if (!unsupported.isEmpty()) {
      throw new InvalidAlgorithmParameterException(
          "PKIXParameters with " + String.join(", ", unsupported) + " are not supported");
    }
    List<X509Certificate> anchors = new ArrayList<>();
    for (TrustAnchor anchor : pkix.getTrustAnchors()) {
      anchors.add(anchor.getTrustedCert());
    }
    TlsConfig.Builder builder = TlsConfig.builder().trust(Trust.of(anchors)).insecureNoHostName();
    if (pkix.getDate() != null) {
      Instant date = pkix.getDate().toInstant();
      builder.clock(() -> date);
    }
    if (pkix instanceof PKIXBuilderParameters built && built.getMaxPathLength() >= 0) {
      builder.verifyDepth(built.getMaxPathLength());
    }
    return builder.build();
  }

  private static List<String> unsupported(PKIXParameters pkix) {
    List<String> found = new ArrayList<>();
    if (pkix.isRevocationEnabled()) {
      found.add("revocation enabled");
    }
    if (!pkix.getCertPathCheckers().isEmpty()) {
      found.add("path checkers");
    }
    if (!pkix.getCertStores().isEmpty()) {
      found.add("certificate stores");
    }
    if (!pkix.getInitialPolicies().isEmpty()
        || pkix.isExplicitPolicyRequired()
        || pkix.isPolicyMappingInhibited()
        || pkix.isAnyPolicyInhibited()) {
      found.add("policies");
    }
    if (pkix.getSigProvider() != null) {
      found.add("a signature provider");
    }
    if (pkix.getTargetCertConstraints() != null && !isAny(pkix)) {
      found.add("constraints on the target");
    }
    for (TrustAnchor anchor : pkix.getTrustAnchors()) {
      if (anchor.getTrustedCert() == null || anchor.getNameConstraints() != null) {
        found.add("an anchor that is no certificate, or has name constraints of its own");
        break;
      }
    }
    return found;
  }

  /** A selector has no way to say that it takes all, but by its text. */
  private static boolean isAny(PKIXParameters pkix) {
    return pkix.getTargetCertConstraints() instanceof X509CertSelector selector
        && selector.toString().equals(new X509CertSelector().toString());
  }
}
