package dev.heddle.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A directoryName, also that of a subject.
 *
 * @param parts the relative names from the root downwards, each as one text: its attributes in a
 *     fixed order, their values without regard to case and to the number of spaces (RFC 5280
 *     section 7.1)
 */
record DirectoryName(List<String> parts) implements ComparedName {

  static DirectoryName of(X500Name name) throws BadNameException {
    return new DirectoryName(parts(name));
  }

  /** The names that begin with all of another. */
  static Below below(X500Name base) throws BadNameException {
    return new Below(parts(base));
  }

  private static List<String> parts(X500Name name) throws BadNameException {
    List<String> parts = new ArrayList<>();
    try {
      for (RDN each : name.getRDNs()) {
        parts.add(
            Stream.of(each.getTypesAndValues())
                .map(DirectoryName::text)
                .sorted()
                .collect(Collectors.joining()));
      }
    } catch (RuntimeException e) {
      throw new BadNameException("an attribute of the directory name cannot be read");
    }
    return parts;
  }

  /** With the length, so that no value can be taken for another attribute. */
  private static String text(AttributeTypeAndValue attribute) {
    String value = IETFUtils.canonicalString(attribute.getValue());
    return attribute.getType().getId() + "=" + value.length() + ":" + value;
  }

  @Override
  public int form() {
    return GeneralName.directoryName;
  }

  /** The subtree of a directory name. */
  record Below(List<String> parts) implements Subtree {

    @Override
    public int form() {
      return GeneralName.directoryName;
    }

    @Override
    public boolean holds(ComparedName name) {
      List<String> whole = ((DirectoryName) name).parts;
      if (whole.size() < parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).equals(whole.get(i))) {
          return false;
        }
      }
      return true;
    }
  }
}
