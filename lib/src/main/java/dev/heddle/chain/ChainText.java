package dev.heddle.chain;

import dev.heddle.text.Printable;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;

/** Names from certificates, made fit for a message: whoever made the certificate chose them. */
final class ChainText {

  private ChainText() {}

  static String subject(X509Certificate certificate) {
    return name(certificate.getSubjectX500Principal());
  }

  static String issuer(X509Certificate certificate) {
    return name(certificate.getIssuerX500Principal());
  }

  /** The first few elements, and how many more there are; "no name" for none. */
  static String list(List<String> names) {
    if (names.isEmpty()) {
      return "no name";
    }
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
    int more = names.size() - MAX_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  static String generalName(GeneralName name) {
    return Printable.text(name.toString());
  }

  private static String name(X500Principal principal) {
    return "'" + Printable.text(principal.getName()) + "'";
  }

  private static final int MAX_NAMES = 8;
}
