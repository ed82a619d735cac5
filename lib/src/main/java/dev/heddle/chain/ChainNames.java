package dev.heddle.chain;

import dev.heddle.config.HostName;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * Name constraints (RFC 5280 section 4.2.1.10) on one path, also those of the anchor, which the
 * JDK's validator would pass over.
 *
 * <p>They are applied to the names that certificates present and, beyond the RFC, to the name that
 * the server has to prove. So nobody proves an excluded name by one that is not excluded itself: a
 * wildcard, or a spelling that one comparison takes for the same name and another does not.
 *
 * <p>DNS and directory names are compared here: Bouncy Castle's validator takes an empty one for
 * one that matches nothing, and finds a permitted directory name in the midst of another. It
 * compares the other types.
 */
final class ChainNames {

  private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();

  /** DNS and directory names; of each group, which is of one type, one has to fit. */
  private final List<List<GeneralName>> permitted = new ArrayList<>();

  private final List<GeneralName> excluded = new ArrayList<>();

  private ChainNames() {}

  /**
   * From the anchor downwards: the names of each certificate.
   *
   * @param wanted the name that the leaf has to prove; null for none
   */
  static void check(Path path, HostName wanted, Findings findings) {
    ChainNames names = null;
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      X509Certificate certificate = path.get(depth);
      VerifyResult fault = null;
      try {
        // Section 6.1.3 (b) and (c): not for a self-issued one, unless it is the leaf.
        if (names != null && (depth == 0 || !ChainRules.isSelfIssued(certificate))) {
          fault = names.fault(certificate, depth);
          if (fault == null && depth == 0 && wanted != null) {
            fault = names.fault(generalName(wanted), certificate, depth);
          }
        }
        NameConstraints constraints = constraints(certificate);
        if (depth > 0 && constraints != null) {
          names = names == null ? new ChainNames() : names;
          names.add(constraints);
        }
      } catch (RuntimeException malformed) {
        fault =
            VerifyResult.of(
                X509V.UNSUPPORTED_CONSTRAINT_TYPE,
                depth,
                certificate,
                "the name constraints on "
                    + ChainText.subject(certificate)
                    + " cannot be evaluated");
      }
      if (fault != null) {
        findings.fault(fault);
      }
    }
  }

  /** Whether the certificate permits or excludes all DNS names by naming the empty one. */
  static boolean hasEmptyDnsSubtree(X509Certificate certificate) {
    try {
      NameConstraints constraints = constraints(certificate);
      return constraints != null
          && Stream.of(constraints.getPermittedSubtrees(), constraints.getExcludedSubtrees())
              .flatMap(Stream::ofNullable)
              .flatMap(Stream::of)
              .map(GeneralSubtree::getBase)
              .anyMatch(base -> base.getTagNo() == GeneralName.dNSName && dns(base).isEmpty());
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  private void add(NameConstraints constraints) {
    if (constraints.getPermittedSubtrees() != null) {
      List<GeneralSubtree> others = new ArrayList<>();
      Map<Integer, List<GeneralName>> groups = new HashMap<>();
      for (GeneralSubtree subtree : constraints.getPermittedSubtrees()) {
        GeneralName base = base(subtree);
        if (isOurs(base)) {
          groups.computeIfAbsent(base.getTagNo(), type -> new ArrayList<>()).add(base);
        } else {
          others.add(subtree);
        }
      }
      permitted.addAll(groups.values());
      validator.intersectPermittedSubtree(others.toArray(GeneralSubtree[]::new));
    }
    if (constraints.getExcludedSubtrees() != null) {
      for (GeneralSubtree subtree : constraints.getExcludedSubtrees()) {
        GeneralName base = base(subtree);
        if (isOurs(base)) {
          excluded.add(base);
        } else {
          validator.addExcludedSubtree(subtree);
        }
      }
    }
  }

  /**
   * The fault of the subject, unless it is empty, of the mail addresses in it, and of the
   * alternative names.
   */
  private VerifyResult fault(X509Certificate certificate, int depth) {
    List<GeneralName> names = new ArrayList<>();
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    if (subject.size() > 0) {
      names.add(new GeneralName(subject));
    }
    for (RDN each : subject.getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
      for (AttributeTypeAndValue attribute : each.getTypesAndValues()) {
        if (attribute.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
          String address = ((ASN1String) attribute.getValue()).getString();
          names.add(new GeneralName(GeneralName.rfc822Name, address));
        }
      }
    }
    byte[] extension = certificate.getExtensionValue(SUBJECT_ALT_NAME);
    if (extension != null) {
      names.addAll(
          List.of(
              GeneralNames.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                  .getNames()));
    }
    for (GeneralName name : names) {
      VerifyResult fault = fault(name, certificate, depth);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private VerifyResult fault(GeneralName name, X509Certificate certificate, int depth) {
    X509V code = isOurs(name) ? ourFault(name) : otherFault(name);
    if (code == null) {
      return null;
    }
    return VerifyResult.of(
        code,
        depth,
        certificate,
        "a name of "
            + ChainText.subject(certificate)
            + (code == X509V.PERMITTED_VIOLATION
                ? " is outside what its issuers may certify: '"
                : " is one that its issuers may not certify: '")
            + ChainText.generalName(name)
            + "'");
  }

  private X509V ourFault(GeneralName name) {
    for (List<GeneralName> group : permitted) {
      if (group.get(0).getTagNo() == name.getTagNo()
          && group.stream().noneMatch(base -> holds(base, name))) {
        return X509V.PERMITTED_VIOLATION;
      }
    }
    return excluded.stream().anyMatch(base -> holds(base, name) || standsFor(name, base))
        ? X509V.EXCLUDED_VIOLATION
        : null;
  }

  private X509V otherFault(GeneralName name) {
    try {
      validator.checkPermitted(name);
    } catch (NameConstraintValidatorException e) {
      return X509V.PERMITTED_VIOLATION;
    }
    try {
      validator.checkExcluded(name);
      return null;
    } catch (NameConstraintValidatorException e) {
      return X509V.EXCLUDED_VIOLATION;
    }
  }

  private static NameConstraints constraints(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(NAME_CONSTRAINTS);
    return extension == null
        ? null
        : NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
  }

  private static GeneralName generalName(HostName wanted) {
    return new GeneralName(
        wanted.isIp() ? GeneralName.iPAddress : GeneralName.dNSName, wanted.text());
  }

  /** The name below which all of the subtree is. Others than whole subtrees are for nobody. */
  private static GeneralName base(GeneralSubtree subtree) {
    if (subtree.getMinimum().signum() != 0 || subtree.getMaximum() != null) {
      throw new IllegalArgumentException("minimum or maximum");
    }
    return subtree.getBase();
  }

  private static boolean isOurs(GeneralName name) {
    return name.getTagNo() == GeneralName.dNSName || name.getTagNo() == GeneralName.directoryName;
  }

  /** Whether a name is in the subtree below another; the empty name has all below it. */
  private static boolean holds(GeneralName base, GeneralName name) {
    if (base.getTagNo() != name.getTagNo()) {
      return false;
    }
    if (base.getTagNo() == GeneralName.dNSName) {
      String end = dns(base);
      String whole = dns(name);
      return end.isEmpty()
          || whole.equals(end)
          || whole.endsWith(end.startsWith(".") ? end : "." + end);
    }
    RDN[] start = X500Name.getInstance(base.getName()).getRDNs();
    RDN[] whole = X500Name.getInstance(name.getName()).getRDNs();
    for (int i = 0; i < start.length; i++) {
      if (i == whole.length || !IETFUtils.rDNAreEqual(start[i], whole[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a name is a wildcard that stands for another, too. */
  private static boolean standsFor(GeneralName wildcard, GeneralName name) {
    if (wildcard.getTagNo() != GeneralName.dNSName || name.getTagNo() != GeneralName.dNSName) {
      return false;
    }
    String pattern = dns(wildcard);
    String single = dns(name);
    int dot = single.indexOf('.');
    return dot > 0
        && pattern.startsWith("*.")
        && pattern.substring(1).equals(single.substring(dot));
  }

  /** In lower case and without the trailing dot that should not be there. */
  private static String dns(GeneralName name) {
    String text = ASN1IA5String.getInstance(name.getName()).getString().toLowerCase(Locale.ROOT);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
}
