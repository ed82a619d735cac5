package dev.heddle.chain;

import java.util.Locale;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A uniformResourceIdentifier, which is compared by its host only.
 *
 * @param host in lower case; empty if it names none, or one by its address: no subtree is said to
 *     hold such a name, and all are said to touch it
 */
record UriName(String host) implements ComparedName {

  static UriName of(String text) throws BadNameException {
    int colon = text.indexOf(':');
    if (colon < 1 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
      throw new BadNameException("it has no scheme");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new BadNameException("it has characters that do not print");
    }
    return new UriName(host(text.substring(colon + 1)).toLowerCase(Locale.ROOT));
  }

  /** A host, or with a leading dot all hosts below a name. */
  static Below below(String base) throws BadNameException {
    DnsName.checkLabels(base.startsWith(".") ? base.substring(1) : base);
    return new Below(base.toLowerCase(Locale.ROOT));
  }

  /** The registered name of the authority (RFC 3986 section 3.2.2); empty if there is none. */
  private static String host(String afterScheme) {
    if (!afterScheme.startsWith("//")) {
      return "";
    }
    String authority = afterScheme.substring(2).split("[/?#]", 2)[0];
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.indexOf(':');
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    try {
      DnsName.checkLabels(host);
    } catch (BadNameException e) {
      return ""; // an address in brackets, an escape, a trailing dot: no host that can be compared
    }
    return host.matches("[0-9.]+") ? "" : host;
  }

  @Override
  public int form() {
    return GeneralName.uniformResourceIdentifier;
  }

  /** The subtree of a host or a domain. */
  record Below(String host) implements Subtree {

    @Override
    public int form() {
      return GeneralName.uniformResourceIdentifier;
    }

    @Override
    public boolean holds(ComparedName name) {
      String other = ((UriName) name).host;
      return host.startsWith(".") ? other.endsWith(host) : other.equals(host);
    }

    /** Section 4.2.1.10: a constraint rejects a name without a host. */
    @Override
    public boolean touches(ComparedName name) {
      return ((UriName) name).host.isEmpty() || holds(name);
    }
  }
}
