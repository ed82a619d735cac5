package dev.heddle.chain;

import dev.heddle.config.Crls.Crl;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.text.Printable;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The rules for CRLs (RFC 5280 section 6.3) that the configuration holds: each certificate that is
 * to be checked needs one that covers it, is genuine and current, and does not list it. A CRL must
 * be signed by the key that signed the certificate; indirect ones, those for some reasons only and
 * delta CRLs are refused.
 */
final class CrlRules {

  private final TlsConfig config;
  private final Instant now;

  CrlRules(TlsConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  /** Reports the faults of a path, from the leaf upwards. */
  void check(Path path, Findings findings) {
    int last =
        switch (config.revocationCheck()) {
          case NONE -> -1;
          case LEAF -> 0;
          case ALL -> path.size() - 1;
        };
    for (int depth = 0; depth <= last; depth++) {
      if (!path.isAnchor(depth)) {
        check(path, depth, findings);
      }
    }
  }

  private void check(Path path, int depth, Findings findings) {
    X509Certificate certificate = path.get(depth);
    List<Judged> judged = new ArrayList<>();
    for (Crl crl : config.crls().byIssuer(certificate.getIssuerX500Principal())) {
      judged.add(judge(crl, path, depth));
    }
    if (judged.isEmpty()) {
      findings.fault(
          X509V.UNABLE_TO_GET_CRL,
          depth,
          certificate,
          "there is no CRL of "
              + ChainText.issuer(certificate)
              + " for the certificate of "
              + ChainText.subject(certificate));
      return;
    }
    List<Judged> good = judged.stream().filter(each -> each.faults.isEmpty()).toList();
    // Of the good ones any that lists the certificate is right. Without a good one the best tells
    // what is wrong, and is used all the same if that is overruled.
    List<Judged> used = good.isEmpty() ? List.of(best(judged)) : good;
    for (Judged each : used) {
      each.faults.forEach(findings::fault);
      entry(each.crl, certificate, depth, findings);
    }
  }

  /** What is wrong with a CRL for a certificate, in libssl's order; nothing if it is good. */
  private record Judged(X509CRL crl, boolean inScope, List<VerifyResult> faults) {}

  /** One that is for the certificate, with the fewest faults; among equals the newest. */
  private static Judged best(List<Judged> judged) {
    return Collections.min(
        judged,
        Comparator.comparing((Judged each) -> !each.inScope)
            .thenComparing(each -> each.faults.size())
            .thenComparing(each -> each.crl.getThisUpdate(), Comparator.reverseOrder()));
  }

  private Judged judge(Crl loaded, Path path, int depth) {
    X509Certificate certificate = path.get(depth);
    X509CRL crl = loaded.list();
    String name = "the CRL of " + ChainText.issuer(certificate);
    List<VerifyResult> faults = new ArrayList<>();
    X509Certificate issuer = path.issuer(depth);
    if (issuer == null && ChainRules.isSelfIssued(certificate)) {
      issuer = certificate;
    }
    boolean[] usage = issuer == null ? null : issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      String text = " is signed by a key that may not sign CRLs (key usage)";
      faults.add(VerifyResult.of(X509V.KEYUSAGE_NO_CRL_SIGN, depth, certificate, name + text));
    }
    String scope = CrlScope.misfit(crl, certificate);
    if (scope != null) {
      faults.add(
          VerifyResult.of(X509V.DIFFERENT_CRL_SCOPE, depth, certificate, name + " " + scope));
    }
    Instant from = crl.getThisUpdate().toInstant();
    if (from.isAfter(now)) {
      String text = " is not valid before " + ChainText.time(from, now);
      faults.add(VerifyResult.of(X509V.CRL_NOT_YET_VALID, depth, certificate, name + text));
    }
    Instant to = crl.getNextUpdate() == null ? Instant.MAX : crl.getNextUpdate().toInstant();
    if (to.isBefore(now)) {
      String text = " expired on " + ChainText.time(to, now);
      faults.add(VerifyResult.of(X509V.CRL_HAS_EXPIRED, depth, certificate, name + text));
    }
    String unsigned = signatureFault(crl, issuer);
    if (unsigned != null) {
      faults.add(VerifyResult.of(X509V.CRL_SIGNATURE_FAILURE, depth, certificate, name + unsigned));
    }
    String unhandled = unhandledExtension(loaded);
    if (unhandled != null) {
      faults.add(
          VerifyResult.of(
              X509V.UNHANDLED_CRITICAL_CRL_EXTENSION, depth, certificate, name + unhandled));
    }
    return new Judged(crl, scope == null, List.copyOf(faults));
  }

  private static String signatureFault(X509CRL crl, X509Certificate issuer) {
    if (!ChainStrength.isStrongSignature(crl.getSigAlgOID(), crl.getSigAlgParams())) {
      return " is signed with " + Printable.text(crl.getSigAlgName());
    }
    if (issuer == null) {
      return " cannot be verified without its issuer's certificate";
    }
    return LinkSignatures.shared().isSigned(crl, issuer.getPublicKey())
        ? null
        : " is not signed by the key of " + ChainText.subject(issuer);
  }

  private static String unhandledExtension(Crl loaded) {
    X509CRL crl = loaded.list();
    if (crl.getExtensionValue(DELTA_CRL_INDICATOR) != null) {
      return " is a delta CRL";
    }
    Set<String> critical = crl.getCriticalExtensionOIDs();
    for (String oid : critical == null ? Set.<String>of() : critical) {
      if (!HANDLED.contains(oid)) {
        return " has the unknown critical extension " + Printable.text(oid);
      }
    }
    return loaded.unknownEntryExtension() == null
        ? null
        : " has an entry with the unknown critical extension "
            + Printable.text(loaded.unknownEntryExtension());
  }

  private void entry(X509CRL crl, X509Certificate certificate, int depth, Findings findings) {
    X509CRLEntry entry = crl.getRevokedCertificate(certificate.getSerialNumber());
    // Entries that take another back have their place in delta CRLs; libssl reads them alike.
    if (entry == null || entry.getRevocationReason() == CRLReason.REMOVE_FROM_CRL) {
      return;
    }
    CRLReason reason = entry.getRevocationReason();
    findings.fault(
        X509V.CERT_REVOKED,
        depth,
        certificate,
        Revocation.text(
            certificate,
            entry.getRevocationDate().toInstant(),
            reason == null ? -1 : reason.ordinal(),
            "by the CRL of " + ChainText.issuer(certificate),
            now));
  }

  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";

  /** Index in {@link X509Certificate#getKeyUsage}. */
  private static final int CRL_SIGN = 6;

  /** The critical extensions of a CRL that are acted on, or that ask for no action. */
  private static final Set<String> HANDLED =
      Set.of(
          "2.5.29.20", // cRLNumber
          CrlScope.ISSUING_DISTRIBUTION_POINT,
          "2.5.29.35"); // authorityKeyIdentifier
}
