package dev.heddle.chain;

import java.security.cert.X509Certificate;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * The extensions of RFC 5280 section 4.2 and RFC 7633 that are acted on, and how each is read.
 * {@link X509Certificate} keeps quiet about one that is malformed and not critical.
 */
enum KnownExtension {
  SUBJECT_KEY_IDENTIFIER("2.5.29.14", true, SubjectKeyIdentifier::getInstance),
  KEY_USAGE("2.5.29.15", true, KeyUsage::getInstance),
  SUBJECT_ALT_NAME("2.5.29.17", true, GeneralNames::getInstance),
  BASIC_CONSTRAINTS("2.5.29.19", true, BasicConstraints::getInstance),
  NAME_CONSTRAINTS("2.5.29.30", true, NameConstraints::getInstance),
  CRL_DISTRIBUTION_POINTS("2.5.29.31", false, CRLDistPoint::getInstance),
  CERTIFICATE_POLICIES("2.5.29.32", true, CertificatePolicies::getInstance),
  POLICY_MAPPINGS("2.5.29.33", true, PolicyRules.Mappings::of),
  AUTHORITY_KEY_IDENTIFIER("2.5.29.35", true, AuthorityKeyIdentifier::getInstance),
  POLICY_CONSTRAINTS("2.5.29.36", true, PolicyConstraints::getInstance),
  EXTENDED_KEY_USAGE("2.5.29.37", true, ExtendedKeyUsage::getInstance),
  INHIBIT_ANY_POLICY("2.5.29.54", true, ASN1Integer::getInstance),
  AUTHORITY_INFO_ACCESS("1.3.6.1.5.5.7.1.1", false, AuthorityInformationAccess::getInstance),
  TLS_FEATURE("1.3.6.1.5.5.7.1.24", true, TlsFeatures::of);

  private final String oid;
  private final boolean mayBeCritical;
  private final Function<Object, Object> reader;

  KnownExtension(String oid, boolean mayBeCritical, Function<Object, Object> reader) {
    this.oid = oid;
    this.mayBeCritical = mayBeCritical;
    this.reader = reader;
  }

  String oid() {
    return oid;
  }

  /**
   * Whether a certificate may demand that this extension is acted on. That of a key identifier is a
   * fault of its own.
   */
  boolean mayBeCritical() {
    return mayBeCritical;
  }

  boolean in(X509Certificate certificate) {
    return CertificateExtensions.of(certificate).has(this);
  }

  boolean isCriticalIn(X509Certificate certificate) {
    return CertificateExtensions.of(certificate).critical().contains(oid);
  }

  /**
   * Reads the extension.
   *
   * @param type what Bouncy Castle has for it
   * @return null if the certificate does not have it, or if it is malformed; the latter is for
   *     {@link ProfileRules} to report
   */
  <T> T of(X509Certificate certificate, Class<T> type) {
    return CertificateExtensions.of(certificate).get(this, type);
  }

  /** Whether the extension is there and cannot be read. */
  boolean isMalformedIn(X509Certificate certificate) {
    return CertificateExtensions.of(certificate).isMalformed(this);
  }

  /**
   * Reads its value.
   *
   * @throws RuntimeException if it is malformed
   */
  Object read(byte[] value) {
    return reader.apply(value);
  }
}
