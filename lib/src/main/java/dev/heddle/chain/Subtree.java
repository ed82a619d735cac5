package dev.heddle.chain;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * All names below a base, in the sense of RFC 5280 section 4.2.1.10. It only says something about
 * names of its own form, and is only asked about those.
 */
sealed interface Subtree
    permits DirectoryName.Below,
        DnsName.Below,
        IpName.Net,
        MailName.Below,
        Subtree.Opaque,
        UriName.Below {

  /** The tag of the form, as in {@link GeneralName}. */
  int form();

  /** Whether all that the name stands for is in this subtree. */
  boolean holds(ComparedName name);

  /** Whether some of what the name stands for is in this subtree: a wildcard stands for many. */
  default boolean touches(ComparedName name) {
    return holds(name);
  }

  /**
   * Reads the base of a subtree.
   *
   * @throws BadNameException if it is malformed
   */
  static Subtree of(GeneralName base) throws BadNameException {
    return switch (base.getTagNo()) {
      case GeneralName.dNSName -> DnsName.below(ComparedName.text(base));
      case GeneralName.iPAddress -> IpName.net(ComparedName.octets(base));
      case GeneralName.rfc822Name -> MailName.below(ComparedName.text(base));
      case GeneralName.uniformResourceIdentifier -> UriName.below(ComparedName.text(base));
      case GeneralName.directoryName -> DirectoryName.below(X500Name.getInstance(base.getName()));
      default -> new Opaque(base.getTagNo());
    };
  }

  /** A form that nobody compares; where a name of that form turns up, nothing can be said. */
  record Opaque(int form) implements Subtree {

    @Override
    public boolean holds(ComparedName name) {
      throw new IllegalStateException("form " + form + " is not compared");
    }
  }
}
