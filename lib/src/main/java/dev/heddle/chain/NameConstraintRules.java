package dev.heddle.chain;

import dev.heddle.config.X509V;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * Name constraints (RFC 5280 section 4.2.1.10) on one path, also those of the anchor. Beyond the
 * RFC a wildcard is excluded where a name is that it stands for, so that nobody proves an excluded
 * name by one that is not excluded itself.
 */
final class NameConstraintRules {

  private final Findings findings;
  private final Subtrees subtrees = new Subtrees();

  private NameConstraintRules(Findings findings) {
    this.findings = findings;
  }

  /**
   * From the anchor downwards: the names of each certificate, then its constraints on those below.
   */
  static void check(Path path, Findings findings) {
    NameConstraintRules rules = new NameConstraintRules(findings);
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      X509Certificate certificate = path.get(depth);
      // Section 6.1.3 (b) and (c): not for a self-issued one, unless it is the leaf.
      if (!rules.subtrees.isEmpty() && (depth == 0 || !ChainRules.isSelfIssued(certificate))) {
        rules.names(certificate, depth);
      }
      if (depth > 0) {
        rules.constraints(certificate, depth);
      }
    }
  }

  private void constraints(X509Certificate certificate, int depth) {
    NameConstraints constraints =
        KnownExtension.NAME_CONSTRAINTS.of(certificate, NameConstraints.class);
    if (constraints == null) {
      return;
    }
    try {
      X509V fault = subtrees.add(constraints);
      if (fault != null) {
        findings.fault(
            fault,
            depth,
            certificate,
            "the name constraints on "
                + ChainText.subject(certificate)
                + (fault == X509V.SUBTREE_MINMAX
                    ? " have a minimum or maximum"
                    : " neither permit nor exclude anything"));
      }
    } catch (BadNameException e) {
      findings.fault(
          X509V.UNSUPPORTED_CONSTRAINT_SYNTAX,
          depth,
          certificate,
          "the name constraints on "
              + ChainText.subject(certificate)
              + " have a malformed base: "
              + e.getMessage());
    }
  }

  private void names(X509Certificate certificate, int depth) {
    List<GeneralName> names;
    try {
      names = PresentedNames.all(certificate);
    } catch (BadNameException e) {
      if (subtrees.concern(GeneralName.directoryName) || subtrees.concern(GeneralName.rfc822Name)) {
        findings.fault(
            X509V.UNSUPPORTED_NAME_SYNTAX,
            depth,
            certificate,
            "the names of "
                + ChainText.subject(certificate)
                + " cannot be compared with name constraints: "
                + e.getMessage());
      }
      names = PresentedNames.alternative(certificate);
    }
    for (GeneralName name : names) {
      if (!name(name, certificate, depth)) {
        return;
      }
    }
  }

  /** Reports a fault of a name; false if there were too many to look at the next. */
  private boolean name(GeneralName name, X509Certificate certificate, int depth) {
    X509V code;
    try {
      code = subtrees.fault(ComparedName.of(name));
    } catch (BadNameException e) {
      code = subtrees.concern(name.getTagNo()) ? X509V.UNSUPPORTED_NAME_SYNTAX : null;
    }
    if (code == null) {
      return true;
    }
    findings.fault(
        code,
        depth,
        certificate,
        switch (code) {
          case UNSPECIFIED ->
              "too many names and name constraints on the way to " + ChainText.subject(certificate);
          case PERMITTED_VIOLATION ->
              text(certificate, name) + " is outside what its issuers may certify";
          case EXCLUDED_VIOLATION ->
              text(certificate, name) + " is one that its issuers may not certify";
          case UNSUPPORTED_CONSTRAINT_TYPE ->
              text(certificate, name) + " is of a form whose constraints cannot be evaluated";
          default -> text(certificate, name) + " is malformed";
        });
    return code != X509V.UNSPECIFIED;
  }

  private static String text(X509Certificate certificate, GeneralName name) {
    return "the name '" + ChainText.generalName(name) + "' of " + ChainText.subject(certificate);
  }
}
