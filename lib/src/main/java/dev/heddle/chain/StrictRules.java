package dev.heddle.chain;

import dev.heddle.config.HostName;
import dev.heddle.config.X509V;
import dev.heddle.text.Printable;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * What is asked of issuers and does not decide about trust: the rest of RFC 5280 section 4, which
 * roots in wide use do not keep, and the profiles of the Baseline Requirements for public servers
 * (CA/Browser Forum, section 7.1.2), which private authorities have no reason to keep. Only by
 * {@link dev.heddle.config.TlsConfig#strictPaths}.
 */
final class StrictRules {

  private final int depth;
  private final X509Certificate certificate;
  private final Findings findings;

  private StrictRules(Path path, int depth, Findings findings) {
    this.depth = depth;
    this.certificate = path.get(depth);
    this.findings = findings;
  }

  /**
   * Reports the faults of one certificate of a path, unless it is a leaf that is trusted itself.
   */
  static void check(Path path, int depth, boolean peerIsServer, Findings findings) {
    if (path.isAnchor(depth) && depth == 0) {
      return;
    }
    StrictRules rules = new StrictRules(path, depth, findings);
    if (depth > 0) {
      rules.authority();
    } else if (peerIsServer) {
      rules.server();
    }
    if (path.isAnchor(depth)) {
      rules.anchor();
    }
    if (rules.certificate.getPublicKey() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() % 8 != 0) {
      rules.fault(
          depth == 0 ? X509V.EE_KEY_TOO_SMALL : X509V.CA_KEY_TOO_SMALL,
          "a key of " + rsa.getModulus().bitLength() + " bits, no multiple of 8");
    }
  }

  /** RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.10. */
  private void authority() {
    if (KnownExtension.BASIC_CONSTRAINTS.in(certificate)
        && !KnownExtension.BASIC_CONSTRAINTS.isCriticalIn(certificate)) {
      fault(X509V.CA_BCONS_NOT_CRITICAL, "basic constraints that are not critical");
    }
    if (!KnownExtension.KEY_USAGE.in(certificate)) {
      fault(X509V.CA_CERT_MISSING_KEY_USAGE, "no key usage");
    }
    if (KnownExtension.NAME_CONSTRAINTS.in(certificate)
        && !KnownExtension.NAME_CONSTRAINTS.isCriticalIn(certificate)) {
      fault(X509V.INVALID_EXTENSION, "name constraints that are not critical");
    }
  }

  /** RFC 5280 sections 4.1.2.2, 4.2.1.1 and 4.2.1.2, Baseline Requirements section 7.1.2.1. */
  private void anchor() {
    ProfileRules.serialNumber(certificate, this::fault);
    var subjectKey =
        KnownExtension.SUBJECT_KEY_IDENTIFIER.of(certificate, SubjectKeyIdentifier.class);
    if (subjectKey == null) {
      fault(X509V.MISSING_SUBJECT_KEY_IDENTIFIER, "no subject key identifier");
    }
    if (KnownExtension.EXTENDED_KEY_USAGE.in(certificate)) {
      fault(X509V.INVALID_EXTENSION, "an extended key usage, and is a root");
    }
    boolean selfIssued = ChainRules.isSelfIssued(certificate);
    var authority =
        KnownExtension.AUTHORITY_KEY_IDENTIFIER.of(certificate, AuthorityKeyIdentifier.class);
    if (authority == null) {
      if (!selfIssued) {
        fault(X509V.MISSING_AUTHORITY_KEY_IDENTIFIER, "no authority key identifier");
      }
      return;
    }
    byte[] key = authority.getKeyIdentifierOctets();
    if (key == null) {
      fault(X509V.MISSING_AUTHORITY_KEY_IDENTIFIER, "an authority key identifier without a key");
    } else if (selfIssued
        && subjectKey != null
        && !Arrays.equals(key, subjectKey.getKeyIdentifier())) {
      fault(X509V.AKID_SKID_MISMATCH, "another key for an authority's than its own");
    }
    if (authority.getAuthorityCertIssuer() != null
        || authority.getAuthorityCertSerialNumber() != null) {
      fault(X509V.INVALID_EXTENSION, "an authority key identifier with an issuer or serial number");
    }
  }

  /** Baseline Requirements sections 7.1.2.7 and 7.1.4.3. */
  private void server() {
    boolean hasSubject = !certificate.getSubjectX500Principal().getName().isEmpty();
    if (KnownExtension.SUBJECT_ALT_NAME.isCriticalIn(certificate) && hasSubject) {
      fault(X509V.INVALID_EXTENSION, "critical alternative names beside a subject");
    }
    var usage = KnownExtension.EXTENDED_KEY_USAGE.of(certificate, ExtendedKeyUsage.class);
    if (usage == null || usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage)) {
      fault(X509V.INVALID_PURPOSE, "not been limited to servers (extended key usage)");
    }
    if (KnownExtension.EXTENDED_KEY_USAGE.isCriticalIn(certificate)) {
      fault(X509V.INVALID_EXTENSION, "a critical extended key usage");
    }
    if (certificate.getBasicConstraints() >= 0) {
      fault(X509V.INVALID_PURPOSE, "the form of an authority's (basic constraints)");
    }
    commonNames();
  }

  private void commonNames() {
    List<String> commonNames;
    try {
      commonNames = PresentedNames.common(certificate);
    } catch (BadNameException e) {
      fault(X509V.UNSUPPORTED_NAME_SYNTAX, "a malformed subject: " + e.getMessage());
      return;
    }
    List<String> names = HostName.presented(certificate);
    for (String each : commonNames) {
      String name = Printable.text(each);
      if (!names.contains("DNS:" + name) && !names.contains("IP:" + name)) {
        fault(X509V.CERT_REJECTED, "the common name '" + name + "', no alternative name");
      }
    }
  }

  private void fault(X509V code, String what) {
    findings.fault(
        code,
        depth,
        certificate,
        "the certificate of " + ChainText.subject(certificate) + " has " + what);
  }
}
