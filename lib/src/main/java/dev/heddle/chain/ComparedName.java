package dev.heddle.chain;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A name that a certificate presents, checked for its syntax and brought into the shape in which it
 * is compared with a {@link Subtree}. Each form of RFC 5280 section 4.2.1.6 that can be compared
 * has a class of its own.
 */
sealed interface ComparedName
    permits ComparedName.Opaque, DirectoryName, DnsName, IpName, MailName, UriName {

  /** The tag of the form, as in {@link GeneralName}. */
  int form();

  /**
   * Reads a name.
   *
   * @throws BadNameException if it is malformed
   */
  static ComparedName of(GeneralName name) throws BadNameException {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> DnsName.of(text(name));
      case GeneralName.iPAddress -> IpName.of(octets(name));
      case GeneralName.rfc822Name -> MailName.of(text(name));
      case GeneralName.uniformResourceIdentifier -> UriName.of(text(name));
      case GeneralName.directoryName -> DirectoryName.of(X500Name.getInstance(name.getName()));
      default -> new Opaque(name.getTagNo());
    };
  }

  /** The characters as they stand in the certificate, one for each octet. */
  static String text(GeneralName name) {
    byte[] octets = ASN1IA5String.getInstance(name.getName()).getOctets();
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  static byte[] octets(GeneralName name) {
    return ASN1OctetString.getInstance(name.getName()).getOctets();
  }

  /** A form that nobody compares: otherName, x400Address, ediPartyName, registeredID. */
  record Opaque(int form) implements ComparedName {}
}
