package dev.heddle.engine;

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
    return escaped(name.toString());
  }

  private static String name(X500Principal principal) {
    return "'" + escaped(principal.getName()) + "'";
  }

  private static String escaped(String raw) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(raw.length(), MAX_LENGTH); i++) {
      char c = raw.charAt(i);
      if (c >= 0x20 && c < 0x7F) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.append(raw.length() > MAX_LENGTH ? "..." : "").toString();
  }

  private static final int MAX_NAMES = 8;
  private static final int MAX_LENGTH = 200;
}
