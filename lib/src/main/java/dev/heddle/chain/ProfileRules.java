package dev.heddle.chain;

import dev.heddle.config.X509V;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.function.BiConsumer;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What RFC 5280 section 4 asks of every certificate by itself, whoever issued it: much of what
 * {@code X509_V_FLAG_X509_STRICT} stands for, with its codes.
 *
 * <p>An anchor is there because somebody chose it, so its serial number, its key identifiers and
 * its names are its own affair; so is everything here for a leaf that is trusted itself.
 */
final class ProfileRules {

  private final Path path;
  private final Findings findings;
  private final X509Certificate certificate;
  private final int depth;
  private final boolean anchor;

  private ProfileRules(Path path, int depth, Findings findings) {
    this.path = path;
    this.findings = findings;
    this.certificate = path.get(depth);
    this.depth = depth;
    this.anchor = path.isAnchor(depth);
  }

  /** Reports the faults of one certificate of a path. */
  static void check(Path path, int depth, Findings findings) {
    if (path.isAnchor(depth) && depth == 0) {
      return;
    }
    ProfileRules rules = new ProfileRules(path, depth, findings);
    if (rules.readable()) {
      rules.authority();
      if (!rules.anchor) {
        rules.alternativeNames();
        serialNumber(rules.certificate, rules::fault);
      }
      rules.keyIdentifiers();
      rules.policies();
    }
  }

  /** An extension that cannot be read might have said anything. */
  private boolean readable() {
    boolean readable = true;
    for (KnownExtension each : KnownExtension.values()) {
      if (each.isMalformedIn(certificate)) {
        readable = false;
        fault(X509V.INVALID_EXTENSION, "a malformed extension " + each.oid());
      }
    }
    return readable;
  }

  /** Sections 4.2.1.3, 4.2.1.9 and 4.2.1.10: what only an authority's certificate may say. */
  private void authority() {
    BasicConstraints constraints =
        KnownExtension.BASIC_CONSTRAINTS.of(certificate, BasicConstraints.class);
    KeyUsage usage = KnownExtension.KEY_USAGE.of(certificate, KeyUsage.class);
    boolean isCa = constraints != null && constraints.isCA();
    boolean hasLimit = constraints != null && constraints.getPathLenConstraint() != null;
    if (!isCa && hasLimit) {
      fault(X509V.PATHLEN_INVALID_FOR_NON_CA, "a path length, and is not that of an authority");
    }
    if (isCa && hasLimit && usage != null && !usage.hasUsages(KeyUsage.keyCertSign)) {
      fault(X509V.PATHLEN_WITHOUT_KU_KEY_CERT_SIGN, "a path length, and may sign no certificate");
    }
    if (!isCa && !anchor && usage != null && usage.hasUsages(KeyUsage.keyCertSign)) {
      fault(
          X509V.KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA,
          "a key that signs certificates, and is not that of an authority");
    }
    if (!isCa && KnownExtension.NAME_CONSTRAINTS.in(certificate)) {
      fault(X509V.INVALID_NON_CA, "name constraints, and is not that of an authority");
    }
  }

  /** Section 4.2.1.6. */
  private void alternativeNames() {
    GeneralNames names = KnownExtension.SUBJECT_ALT_NAME.of(certificate, GeneralNames.class);
    if (names == null) {
      return;
    }
    if (names.getNames().length == 0) {
      fault(X509V.EMPTY_SUBJECT_ALT_NAME, "an empty list of alternative names");
    }
    for (GeneralName name : names.getNames()) {
      try {
        ComparedName.of(name);
      } catch (BadNameException e) {
        String text = ChainText.generalName(name);
        fault(
            X509V.UNSUPPORTED_NAME_SYNTAX,
            "the malformed alternative name '" + text + "': " + e.getMessage());
      }
    }
  }

  /** Section 4.1.2.2: positive, and of 20 octets at most. */
  static void serialNumber(X509Certificate certificate, BiConsumer<X509V, String> fault) {
    BigInteger serial = certificate.getSerialNumber();
    if (serial.signum() <= 0) {
      fault.accept(X509V.CERT_REJECTED, "a serial number that is not positive");
    } else if (serial.toByteArray().length > MAX_SERIAL) {
      fault.accept(X509V.CERT_REJECTED, "a serial number of more than " + MAX_SERIAL + " octets");
    }
  }

  /** Sections 4.2.1.1 and 4.2.1.2. */
  private void keyIdentifiers() {
    if (KnownExtension.AUTHORITY_KEY_IDENTIFIER.isCriticalIn(certificate)) {
      fault(X509V.AUTHORITY_KEY_IDENTIFIER_CRITICAL, "a critical authority key identifier");
    }
    if (KnownExtension.SUBJECT_KEY_IDENTIFIER.isCriticalIn(certificate)) {
      fault(X509V.SUBJECT_KEY_IDENTIFIER_CRITICAL, "a critical subject key identifier");
    }
    if (anchor) {
      return;
    }
    AuthorityKeyIdentifier authority =
        KnownExtension.AUTHORITY_KEY_IDENTIFIER.of(certificate, AuthorityKeyIdentifier.class);
    boolean selfSigned = path.issuer(depth) == null && ChainRules.isSelfIssued(certificate);
    if (!selfSigned && (authority == null || authority.getKeyIdentifierOctets() == null)) {
      fault(X509V.MISSING_AUTHORITY_KEY_IDENTIFIER, "no authority key identifier");
    }
    if (certificate.getBasicConstraints() >= 0
        && !KnownExtension.SUBJECT_KEY_IDENTIFIER.in(certificate)) {
      fault(X509V.MISSING_SUBJECT_KEY_IDENTIFIER, "no subject key identifier");
    }
  }

  /** Sections 4.2.1.11 and 4.2.1.14: who does not know them must not pass over them. */
  private void policies() {
    for (KnownExtension each :
        new KnownExtension[] {
          KnownExtension.POLICY_CONSTRAINTS, KnownExtension.INHIBIT_ANY_POLICY
        }) {
      if (each.in(certificate) && !each.isCriticalIn(certificate)) {
        fault(X509V.INVALID_POLICY_EXTENSION, "an extension " + each.oid() + " not critical");
      }
    }
  }

  private void fault(X509V code, String what) {
    findings.fault(
        code,
        depth,
        certificate,
        "the certificate of "
            + ChainText.subject(certificate)
            + " has "
            + what
            + (depth == 0 ? " (RFC 5280; not asked of a leaf that is trusted itself)" : ""));
  }

  private static final int MAX_SERIAL = 20;
}
