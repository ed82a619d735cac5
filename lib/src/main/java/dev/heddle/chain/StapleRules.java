package dev.heddle.chain;

import dev.heddle.config.StapleStatus;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.X509V;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * The rules for the server's OCSP staple, and for certificates that promise one (RFC 7633).
 *
 * <p>What contradicts the certificate always refuses it: a staple that says revoked or unknown, and
 * one that nobody with a right to do so has made for it (RFC 6066 section 8). What only fails to
 * speak for it, a staple that is missing, out of date or without an answer, refuses it where a good
 * one is required. Whoever holds the key of a revoked certificate leaves the staple away; so to be
 * stricter would only punish honest servers whose responder is down.
 *
 * <p>For one connection and one thread.
 */
final class StapleRules {

  private final Staple staple;
  private final boolean required;
  private final Instant now;
  private X509Certificate judgedBy;
  private StapleStatus judged;

  StapleRules(Staple staple, TlsConfig config, Instant now) {
    this.staple = staple;
    this.required = config.requireStaple();
    this.now = now;
  }

  /** Reports the faults of a path, from the anchor downwards, the staple's last. */
  void check(Path path, Findings findings) {
    boolean promised = features(path, findings);
    if (!staple.asked()) {
      return; // RFC 7633 section 4.3.3: features that we did not ask for do not count
    }
    boolean needed = required || promised && !path.isAnchor(0);
    StapleStatus status = status(path);
    X509V code =
        switch (status.state()) {
          case GOOD -> null;
          case REVOKED -> X509V.CERT_REVOKED;
          case UNKNOWN -> X509V.OCSP_CERT_UNKNOWN;
          case INVALID -> X509V.OCSP_VERIFY_FAILED;
          case OUT_OF_DATE, UNUSABLE -> needed ? X509V.OCSP_VERIFY_FAILED : null;
          case ABSENT -> needed ? X509V.OCSP_VERIFY_NEEDED : null;
        };
    if (code == null) {
      return;
    }
    String demand = promised ? ", and the certificate demands one" : ", and one is required";
    String whose = "the certificate of " + ChainText.subject(path.leaf()) + ": ";
    String text =
        code == X509V.CERT_REVOKED
            ? status.detail() // names the certificate itself
            : whose + status.detail() + (needed ? demand : "");
    findings.fault(code, 0, path.leaf(), text);
  }

  /** What the staple says, in the light of that path. */
  StapleStatus status(Path path) {
    if (staple.response() == null) {
      return StapleStatus.ABSENT;
    }
    X509Certificate issuer = issuer(path);
    if (issuer == null) {
      return new StapleStatus(
          StapleStatus.State.UNUSABLE,
          null,
          null,
          "the OCSP staple cannot be checked without the certificate's issuer");
    }
    if (judged == null || issuer != judgedBy) {
      judged = OcspResponse.judge(staple.response(), path.leaf(), issuer, now);
      judgedBy = issuer;
    }
    return judged;
  }

  private static X509Certificate issuer(Path path) {
    X509Certificate issuer = path.issuer(0);
    return issuer == null && ChainRules.isSelfIssued(path.leaf()) ? path.leaf() : issuer;
  }

  /**
   * Section 4.2.2: what an authority's certificate promises, those below it must promise, too.
   *
   * @return whether the leaf promises a staple
   */
  private static boolean features(Path path, Findings findings) {
    TlsFeatures above = TlsFeatures.in(path.get(path.size() - 1));
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      X509Certificate certificate = path.get(depth);
      TlsFeatures features = TlsFeatures.in(certificate);
      if (features.hasUnknown() && KnownExtension.TLS_FEATURE.isCriticalIn(certificate)) {
        findings.fault(
            X509V.UNHANDLED_CRITICAL_EXTENSION,
            depth,
            certificate,
            "the certificate of "
                + ChainText.subject(certificate)
                + " has an unknown TLS feature in a critical extension");
      }
      if (!features.contains(above)) {
        findings.fault(
            X509V.INVALID_EXTENSION,
            depth,
            certificate,
            "the certificate of "
                + ChainText.subject(certificate)
                + " lacks a TLS feature that its issuer's has");
      }
      above = features;
    }
    return above.mustStaple();
  }
}
