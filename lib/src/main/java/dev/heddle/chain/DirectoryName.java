package dev.heddle.chain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A directoryName, also that of a subject.
 *
 * @param parts the relative names from the root downwards, each the set of its attributes; values
 *     without regard to case and to the number of spaces (RFC 5280 section 7.1)
 */
record DirectoryName(List<Set<String>> parts) implements ComparedName {

  static DirectoryName of(X500Name name) throws BadNameException {
    return new DirectoryName(parts(name));
  }

  /** The names that begin with all of another. */
  static Below below(X500Name base) throws BadNameException {
    return new Below(parts(base));
  }

  private static List<Set<String>> parts(X500Name name) throws BadNameException {
    List<Set<String>> parts = new ArrayList<>();
    try {
      for (RDN each : name.getRDNs()) {
        Set<String> attributes = new HashSet<>();
        for (AttributeTypeAndValue attribute : each.getTypesAndValues()) {
          String value = IETFUtils.canonicalString(attribute.getValue());
          attributes.add(attribute.getType().getId() + "=" + value);
        }
        parts.add(attributes);
      }
    } catch (RuntimeException e) {
      throw new BadNameException("an attribute of the directory name cannot be read");
    }
    return parts;
  }

  @Override
  public int form() {
    return GeneralName.directoryName;
  }

  /** The subtree of a directory name. */
  record Below(List<Set<String>> parts) implements Subtree {

    @Override
    public int form() {
      return GeneralName.directoryName;
    }

    @Override
    public boolean holds(ComparedName name) {
      List<Set<String>> whole = ((DirectoryName) name).parts;
      return whole.size() >= parts.size() && whole.subList(0, parts.size()).equals(parts);
    }
  }
}
