package dev.heddle.chain;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names a certificate presents, as they stand in it. */
final class PresentedNames {

  private PresentedNames() {}

  /** The subject's alternative names; empty if there are none, or if they cannot be read. */
  static List<GeneralName> alternative(X509Certificate certificate) {
    GeneralNames names = KnownExtension.SUBJECT_ALT_NAME.of(certificate, GeneralNames.class);
    return names == null ? List.of() : List.of(names.getNames());
  }

  /**
   * All that name constraints apply to (RFC 5280 section 4.2.1.10): the subject unless it is empty,
   * the mail addresses in it, the alternative names.
   *
   * @throws BadNameException if the subject cannot be read
   */
  static List<GeneralName> all(X509Certificate certificate) throws BadNameException {
    List<GeneralName> names = new ArrayList<>();
    X500Name subject = subject(certificate);
    if (subject.size() > 0) {
      names.add(new GeneralName(subject));
    }
    for (ASN1Encodable address : values(subject, PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
      names.add(new GeneralName(GeneralName.rfc822Name, ascii(address)));
    }
    names.addAll(alternative(certificate));
    return names;
  }

  /**
   * The common names in the subject.
   *
   * @throws BadNameException if the subject cannot be read
   */
  static List<String> common(X509Certificate certificate) throws BadNameException {
    List<String> names = new ArrayList<>();
    for (ASN1Encodable value : values(subject(certificate), BCStyle.CN)) {
      if (value instanceof ASN1String text) {
        names.add(text.getString());
      }
    }
    return names;
  }

  /** The subject, all of which can be read: the JDK does not look into the values. */
  private static X500Name subject(X509Certificate certificate) throws BadNameException {
    X500Name subject;
    try {
      subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    } catch (RuntimeException malformed) {
      throw new BadNameException("the subject cannot be read");
    }
    DirectoryName.of(subject);
    return subject;
  }

  private static List<ASN1Encodable> values(X500Name subject, ASN1ObjectIdentifier type) {
    List<ASN1Encodable> values = new ArrayList<>();
    for (RDN each : subject.getRDNs(type)) {
      for (AttributeTypeAndValue attribute : each.getTypesAndValues()) {
        if (attribute.getType().equals(type)) {
          values.add(attribute.getValue());
        }
      }
    }
    return values;
  }

  /** The text of an attribute; what is not ASCII becomes a character that no address has. */
  private static String ascii(ASN1Encodable value) {
    String text = value instanceof ASN1String string ? string.getString() : "";
    return text.replaceAll("[^\\x00-\\x7F]", "\u007F");
  }
}
