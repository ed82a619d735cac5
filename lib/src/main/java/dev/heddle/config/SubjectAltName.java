package dev.heddle.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the names in a certificate's extension of that name, as it is there. The JDK gives
 * addresses as text only, which is the same for an IPv4 address and its IPv4-mapped form.
 *
 * @param tag the octet before it, which says of which type it is
 * @param octets its content
 */
record SubjectAltName(int tag, byte[] octets) {

  /**
   * The names of a certificate.
   *
   * @return empty if there are none, or if we or the JDK cannot read them: whatever the peer put
   *     there, it proves no name
   */
  static List<SubjectAltName> of(X509Certificate certificate) {
    try {
      byte[] extension = certificate.getExtensionValue("2.5.29.17");
      if (extension == null || certificate.getSubjectAlternativeNames() == null) {
        return List.of();
      }
      ByteBuffer sequence =
          Der.next(Der.next(ByteBuffer.wrap(extension), Der.OCTET_STRING), Der.SEQUENCE);
      List<SubjectAltName> names = new ArrayList<>();
      while (sequence.hasRemaining()) {
        int tag = sequence.get(sequence.position()) & 0xFF;
        ByteBuffer content = Der.next(sequence, tag);
        byte[] octets = new byte[content.remaining()];
        content.get(octets);
        names.add(new SubjectAltName(tag, octets));
      }
      return List.copyOf(names);
    } catch (CertificateParsingException | RuntimeException malformed) {
      return List.of();
    }
  }

  boolean isDns() {
    return tag == DNS_NAME;
  }

  boolean isIp() {
    return tag == IP_ADDRESS;
  }

  String text() {
    return new String(octets, ISO_8859_1);
  }

  /** Choices 2 and 7 of GeneralName, RFC 5280 section 4.2.1.6: tagged implicitly, primitive. */
  private static final int DNS_NAME = 0x82;

  private static final int IP_ADDRESS = 0x87;
}
