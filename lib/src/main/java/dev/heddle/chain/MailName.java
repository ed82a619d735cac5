package dev.heddle.chain;

import java.util.Locale;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * An rfc822Name: {@code Local-part@Domain} of RFC 2821 section 4.1.2, with a host name for a
 * domain.
 *
 * @param local with regard to case
 * @param host in lower case
 */
record MailName(String local, String host) implements ComparedName {

  static MailName of(String text) throws BadNameException {
    int at = text.lastIndexOf('@');
    if (at < 1) {
      throw new BadNameException("a mail address has characters on both sides of an @");
    }
    String local = text.substring(0, at);
    checkLocalPart(local);
    DnsName.checkLabels(text.substring(at + 1));
    return new MailName(local, text.substring(at + 1).toLowerCase(Locale.ROOT));
  }

  /** One mailbox, or all on a host, or with a leading dot all on the hosts below a name. */
  static Below below(String base) throws BadNameException {
    if (base.indexOf('@') >= 0) {
      MailName one = of(base);
      return new Below(one.local, one.host);
    }
    DnsName.checkLabels(base.startsWith(".") ? base.substring(1) : base);
    return new Below(null, base.toLowerCase(Locale.ROOT));
  }

  /** A Dot-string, or a Quoted-string, of printable ASCII. */
  private static void checkLocalPart(String local) throws BadNameException {
    boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (c <= ' ' && !(quoted && c == ' ') || c > '~' || !quoted && SPECIALS.indexOf(c) >= 0) {
        throw new BadNameException("the part before the @ has characters that must be quoted");
      }
    }
  }

  @Override
  public int form() {
    return GeneralName.rfc822Name;
  }

  /** What a Dot-string must not have; the dot itself is left to the mail's servers. */
  private static final String SPECIALS = "()<>[]:;@\\,\"";

  /**
   * The subtree of a mailbox, a host or a domain.
   *
   * @param local of one mailbox; null for all
   */
  record Below(String local, String host) implements Subtree {

    @Override
    public int form() {
      return GeneralName.rfc822Name;
    }

    @Override
    public boolean holds(ComparedName name) {
      MailName mail = (MailName) name;
      return (local == null || local.equals(mail.local))
          && (host.startsWith(".") ? mail.host.endsWith(host) : mail.host.equals(host));
    }
  }
}
