package dev.heddle.chain;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * For which certificates of its issuer a CRL speaks (RFC 5280 section 5.2.5): for all, or for the
 * part that its issuing distribution point describes.
 */
final class CrlScope {

  static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";

  private CrlScope() {}

  /**
   * Why the CRL does not speak for a certificate.
   *
   * @return what it does instead, to go after its name; null if it does
   */
  static String misfit(X509CRL crl, X509Certificate certificate) {
    try {
      byte[] extension = crl.getExtensionValue(ISSUING_DISTRIBUTION_POINT);
      return extension == null
          ? null
          : misfit(
              IssuingDistributionPoint.getInstance(
                  ASN1OctetString.getInstance(extension).getOctets()),
              certificate);
    } catch (RuntimeException malformed) {
      return "has a scope (issuing distribution point) that cannot be read";
    }
  }

  private static String misfit(IssuingDistributionPoint scope, X509Certificate certificate) {
    boolean authority = certificate.getBasicConstraints() >= 0;
    if (scope.isIndirectCRL()) {
      return "is an indirect one, which may list certificates of others";
    }
    if (scope.getOnlySomeReasons() != null) {
      return "is for some reasons only";
    }
    if (scope.onlyContainsAttributeCerts()) {
      return "is for attribute certificates only";
    }
    if (scope.onlyContainsUserCerts() && authority) {
      return "is not for certificates of authorities";
    }
    if (scope.onlyContainsCACerts() && !authority) {
      return "is for certificates of authorities only";
    }
    DistributionPointName part = scope.getDistributionPoint();
    return part == null || isNamedBy(certificate, part)
        ? null
        : "is for certificates of another distribution point";
  }

  /** Whether a certificate names a distribution point by one of its names. */
  private static boolean isNamedBy(X509Certificate certificate, DistributionPointName part) {
    CRLDistPoint points =
        KnownExtension.CRL_DISTRIBUTION_POINTS.of(certificate, CRLDistPoint.class);
    if (points == null) {
      return false;
    }
    List<GeneralName> names = names(part);
    for (DistributionPoint each : points.getDistributionPoints()) {
      // One with a CRL issuer of its own is for indirect CRLs.
      if (each.getCRLIssuer() == null
          && each.getDistributionPoint() != null
          && names(each.getDistributionPoint()).stream().anyMatch(names::contains)) {
        return true;
      }
    }
    return false;
  }

  /** Full names only; one relative to the issuer is no name of ours. */
  private static List<GeneralName> names(DistributionPointName point) {
    return point.getType() == DistributionPointName.FULL_NAME
        ? List.of(GeneralNames.getInstance(point.getName()).getNames())
        : List.of();
  }
}
