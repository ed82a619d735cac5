package dev.heddle.chain;

import dev.heddle.text.Printable;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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

  /** In brackets the first few elements, and how many more there are. */
  static String list(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
    int more = names.size() - MAX_NAMES;
    return "[" + (more > 0 ? first + " and " + more + " more" : first) + "]";
  }

  /** A moment, and how far from now it is: in days, or in the largest unit that is whole. */
  static String time(Instant when, Instant now) {
    Duration distance = Duration.between(when, now);
    Duration length = distance.abs();
    String span =
        length.toDays() > 0
            ? count(length.toDays(), "day")
            : length.toHours() > 0
                ? count(length.toHours(), "hour")
                : length.toMinutes() > 0
                    ? count(length.toMinutes(), "minute")
                    : count(length.toSeconds(), "second");
    return when + (distance.isNegative() ? " (in " + span + ")" : " (" + span + " ago)");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** With the prefix that openssl prints; a form it cannot print is given by its number. */
  static String generalName(GeneralName name) {
    int form = name.getTagNo();
    String text;
    try {
      text = name.getName().toString();
    } catch (RuntimeException malformed) {
      // Bouncy Castle looks into a directory name only now.
      text = "(unreadable)";
    }
    return switch (form) {
      case GeneralName.rfc822Name -> "email:" + Printable.text(text);
      case GeneralName.dNSName -> "DNS:" + Printable.text(text);
      case GeneralName.directoryName -> "DirName:" + Printable.text(text);
      case GeneralName.uniformResourceIdentifier -> "URI:" + Printable.text(text);
      case GeneralName.iPAddress -> "IP:" + Printable.text(text);
      default -> "form " + form;
    };
  }

  private static String name(X500Principal principal) {
    return "'" + Printable.text(principal.getName()) + "'";
  }

  private static final int MAX_NAMES = 8;
}
