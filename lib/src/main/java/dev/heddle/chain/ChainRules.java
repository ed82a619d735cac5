package dev.heddle.chain;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.X509V;
import dev.heddle.text.Printable;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules for one path. Each method reports its faults in libssl's order. As in libssl the
 * anchor's own extensions and dates count, which RFC 5280 leaves open.
 */
final class ChainRules {

  private ChainRules() {}

  /** From the leaf upwards: critical extensions, being a CA, purpose, path length. */
  static void extensions(Path path, boolean peerIsServer, TlsConfig config, Findings findings) {
    int intermediates = 0;
    for (int depth = 0; depth < path.size(); depth++) {
      X509Certificate certificate = path.get(depth);
      String subject = ChainText.subject(certificate);
      String unknown = unhandledExtension(certificate);
      if (unknown != null) {
        findings.fault(
            X509V.UNHANDLED_CRITICAL_EXTENSION,
            depth,
            certificate,
            "the certificate of "
                + subject
                + " has the unknown critical extension "
                + Printable.text(unknown));
      }
      if (depth > 0 && !isCa(certificate, path.isAnchor(depth))) {
        findings.fault(
            X509V.INVALID_CA,
            depth,
            certificate,
            "the certificate of " + subject + " issued another but is not that of an authority");
      }
      String purpose = wrongPurpose(certificate, depth, peerIsServer, config);
      if (purpose != null) {
        findings.fault(
            X509V.INVALID_PURPOSE,
            depth,
            certificate,
            "the certificate of " + subject + " is not for " + purpose);
      }
      ProfileRules.check(path, depth, findings);
      if (config.strictPaths()) {
        StrictRules.check(path, depth, peerIsServer, findings);
      }
      int limit = certificate.getBasicConstraints();
      if (depth > 0 && limit >= 0 && intermediates > limit) {
        findings.fault(
            X509V.PATH_LENGTH_EXCEEDED,
            depth,
            certificate,
            "the certificate of "
                + subject
                + " allows "
                + limit
                + " authorities below it, and there are "
                + intermediates);
      }
      // RFC 5280 section 6.1.4 (l): a self-issued one does not count.
      if (depth > 0 && !isSelfIssued(certificate)) {
        intermediates++;
      }
    }
  }

  /** From the anchor downwards: the signature, then the dates, of each certificate. */
  static void signaturesAndDates(Path path, Instant now, Findings findings) {
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      X509Certificate certificate = path.get(depth);
      signature(path, depth, findings);
      // What a certificate says has no fractions of a second (RFC 5280 section 4.1.2.5).
      Instant second = now.truncatedTo(ChronoUnit.SECONDS);
      Instant from = certificate.getNotBefore().toInstant();
      Instant to = certificate.getNotAfter().toInstant();
      if (second.isBefore(from)) {
        findings.fault(
            X509V.CERT_NOT_YET_VALID,
            depth,
            certificate,
            "certificate is not valid before "
                + ChainText.time(from, now)
                + ", that of "
                + ChainText.subject(certificate));
      }
      if (second.isAfter(to)) {
        findings.fault(
            X509V.CERT_HAS_EXPIRED,
            depth,
            certificate,
            "certificate expired on "
                + ChainText.time(to, now)
                + ", that of "
                + ChainText.subject(certificate));
      }
    }
  }

  private static void signature(Path path, int depth, Findings findings) {
    X509Certificate certificate = path.get(depth);
    X509Certificate issuer = path.issuer(depth);
    if (issuer == null && isSelfIssued(certificate)) {
      issuer = certificate;
    }
    if (path.isAnchor(depth)) {
      return; // what is trusted needs no proof
    }
    if (issuer == null) {
      if (depth == 0) {
        findings.fault(
            X509V.UNABLE_TO_VERIFY_LEAF_SIGNATURE,
            depth,
            certificate,
            "nothing presented can prove the certificate of " + ChainText.subject(certificate));
      }
      return;
    }
    if (!LinkSignatures.shared().isSigned(certificate, issuer.getPublicKey())) {
      findings.fault(
          X509V.CERT_SIGNATURE_FAILURE,
          depth,
          certificate,
          "the certificate of "
              + ChainText.subject(certificate)
              + " is not signed by the key of "
              + ChainText.subject(issuer));
    }
  }

  static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static String unhandledExtension(X509Certificate certificate) {
    for (String oid : CertificateExtensions.of(certificate).critical()) {
      if (!HANDLED.contains(oid)) {
        return oid;
      }
    }
    return null;
  }

  private static boolean isCa(X509Certificate certificate, boolean anchor) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[KEY_CERT_SIGN]) {
      return false;
    }
    if (certificate.getBasicConstraints() >= 0) {
      return true;
    }
    // Roots from before there were extensions.
    return anchor && certificate.getVersion() < 3 && isSelfIssued(certificate);
  }

  /** What the certificate is wrongly used for; null if nothing. */
  private static String wrongPurpose(
      X509Certificate certificate, int depth, boolean peerIsServer, TlsConfig config) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      if (purposes != null
          && !purposes.contains(peerIsServer ? SERVER_AUTH : CLIENT_AUTH)
          && !purposes.contains(ANY_EXTENDED_KEY_USAGE)) {
        return (peerIsServer ? "a server" : "a client") + " (extended key usage)";
      }
    } catch (CertificateParsingException e) {
      return "any purpose: its extended key usage cannot be read";
    }
    boolean[] usage = certificate.getKeyUsage();
    if (depth > 0 || usage == null || usage[DIGITAL_SIGNATURE]) {
      return null;
    }
    // Suites with RSA key exchange want the server's key for that only; they are named one by one.
    boolean rsaKeyExchange =
        peerIsServer && config.cipherSuites().stream().anyMatch(suite -> !suite.forwardSecret());
    return rsaKeyExchange && usage[KEY_ENCIPHERMENT] ? null : "signatures (key usage)";
  }

  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** Indexes in {@link X509Certificate#getKeyUsage}. */
  private static final int DIGITAL_SIGNATURE = 0;

  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_CERT_SIGN = 5;

  /** The extensions that a certificate may demand to be acted on. */
  private static final Set<String> HANDLED =
      Stream.of(KnownExtension.values())
          .filter(KnownExtension::mayBeCritical)
          .map(KnownExtension::oid)
          .collect(Collectors.toUnmodifiableSet());
}
