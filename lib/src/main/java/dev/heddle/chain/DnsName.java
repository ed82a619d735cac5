package dev.heddle.chain;

import dev.heddle.text.Printable;
import java.util.Locale;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A dNSName: labels of letters, digits and hyphens (RFC 5280 section 4.2.1.6, RFC 1123 section
 * 2.1), without a trailing dot; the left-most label may be a star (RFC 9525 section 6.3).
 *
 * @param text in lower case
 */
record DnsName(String text) implements ComparedName {

  static DnsName of(String text) throws BadNameException {
    checkLabels(text.startsWith("*.") ? text.substring(2) : text);
    return new DnsName(text.toLowerCase(Locale.ROOT));
  }

  /**
   * The names that consist of the base and any labels before it; all names for the empty base.
   * Section 4.2.1.10 has no use for a leading dot here, and what is read in two ways is malformed.
   */
  static Below below(String base) throws BadNameException {
    if (base.startsWith(".")) {
      throw new BadNameException(
          "'"
              + Printable.text(base)
              + "' begins with a dot, and without it would stand for all names below");
    }
    if (!base.isEmpty()) {
      checkLabels(base);
    }
    return new Below(base.toLowerCase(Locale.ROOT));
  }

  /** Whether a text is a host name of letters, digits and hyphens. */
  static void checkLabels(String text) throws BadNameException {
    if (text.isEmpty() || text.length() > MAX_NAME) {
      throw new BadNameException("it has no or more than " + MAX_NAME + " characters");
    }
    int label = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c != '.') {
        if (!isLetterDigitOrHyphen(c)) {
          throw new BadNameException("a label has other characters than letters, digits, hyphens");
        }
        label++;
      } else if (label == 0 || label > MAX_LABEL) {
        throw new BadNameException("a label has no or more than " + MAX_LABEL + " characters");
      } else {
        label = 0;
      }
    }
  }

  private static boolean isLetterDigitOrHyphen(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
  }

  @Override
  public int form() {
    return GeneralName.dNSName;
  }

  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  /** The subtree of a DNS name. */
  record Below(String base) implements Subtree {

    @Override
    public int form() {
      return GeneralName.dNSName;
    }

    @Override
    public boolean holds(ComparedName name) {
      return isBelow(((DnsName) name).text, base);
    }

    /** Also a wildcard that stands for the base itself. */
    @Override
    public boolean touches(ComparedName name) {
      String text = ((DnsName) name).text;
      int dot = base.indexOf('.');
      return holds(name)
          || dot > 0 && text.startsWith("*.") && base.substring(dot).equals(text.substring(1));
    }

    /** Whether a name is the base or ends in a dot and the base. */
    static boolean isBelow(String text, String base) {
      int before = text.length() - base.length();
      return base.isEmpty()
          || before >= 0 && text.endsWith(base) && (before == 0 || text.charAt(before - 1) == '.');
    }
  }
}
