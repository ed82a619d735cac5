package dev.heddle.chain;

import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * The paths from a leaf to an anchor, the most promising one first.
 *
 * <p>Whether one certificate can have issued another is decided as in {@code X509_check_issued(3)},
 * by names, key identifiers and key usage; no signature is checked here, so that each is checked
 * once, by the rules. At each step anchors come before presented certificates and valid ones before
 * others; no certificate is used twice in a path. The work is bounded by {@link #MAX_STEPS} and
 * {@link #MAX_PATHS}. For one thread and one use.
 */
final class ChainPaths {

  private final Trust trust;
  private final X509Certificate leaf;
  private final Set<X509Certificate> presented;
  private final int maxIntermediates;
  private final Date now;

  private final List<X509Certificate> path = new ArrayList<>();
  private Function<Path, VerifyResult> judge;
  private Found good;
  private Found firstJudged;
  private Found firstDeadEnd;
  private int steps;
  private int paths;

  /**
   * @param maxIntermediates certificates between leaf and anchor, at most
   */
  ChainPaths(Trust trust, List<X509Certificate> chain, int maxIntermediates, Instant now) {
    this.trust = trust;
    this.leaf = chain.get(0);
    this.presented = new LinkedHashSet<>(chain);
    this.maxIntermediates = maxIntermediates;
    this.now = Date.from(now);
  }

  /**
   * A path and what is wrong with it.
   *
   * @param fault why it is not good, or why it leads to no anchor; {@link VerifyResult#OK} for none
   */
  record Found(Path path, VerifyResult fault) {}

  /**
   * Has the paths judged until one is good.
   *
   * @param judge takes an anchored path
   * @return the good path; without one the first that was judged; without that the first that leads
   *     nowhere
   */
  Found best(Function<Path, VerifyResult> judge) {
    this.judge = judge;
    if (extend(leaf)) {
      return good;
    }
    return firstJudged != null ? firstJudged : firstDeadEnd;
  }

  /** How many candidates have been looked at. */
  int steps() {
    return steps;
  }

  /** Goes on from a certificate; true if that led to a good path. */
  private boolean extend(X509Certificate current) {
    X509Certificate anchor = trust.anchorFor(current);
    if (anchor != null) {
      // The anchor itself, not what the peer sent under its name and key: the names, dates and
      // constraints that were trusted are its own.
      return complete(anchor);
    }
    path.add(current);
    try {
      if (isSelfSigned(current)) {
        deadEnd(
            path.size() == 1 ? X509V.DEPTH_ZERO_SELF_SIGNED_CERT : X509V.SELF_SIGNED_CERT_IN_CHAIN,
            path.size() == 1
                ? "the certificate of "
                    + ChainText.subject(current)
                    + " is self-signed, not trusted"
                : "the root " + ChainText.subject(current) + " that was presented is not trusted");
        return false;
      }
      for (X509Certificate candidate : sorted(trust.bySubject(current.getIssuerX500Principal()))) {
        if (exhausted()) {
          return false;
        }
        if (canIssue(candidate, current) && complete(candidate)) {
          return true;
        }
      }
      for (X509Certificate candidate : sorted(List.copyOf(presented))) {
        if (exhausted()) {
          return false;
        }
        if (path.contains(candidate) || !canIssue(candidate, current)) {
          continue;
        }
        if (path.size() > maxIntermediates && trust.anchorFor(candidate) == null) {
          deadEnd(
              X509V.CERT_CHAIN_TOO_LONG,
              path.size(),
              candidate,
              "more than "
                  + maxIntermediates
                  + " certificates between "
                  + ChainText.subject(leaf)
                  + " and a trusted one");
        } else if (extend(candidate)) {
          return true;
        }
      }
      deadEnd(
          X509V.UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
          "issuer "
              + ChainText.issuer(current)
              + " is unknown, that of "
              + ChainText.subject(current)
              + ": neither trusted nor presented");
      return false;
    } finally {
      path.remove(path.size() - 1);
    }
  }

  private boolean complete(X509Certificate anchor) {
    paths++;
    path.add(anchor);
    Path whole = new Path(path, true);
    path.remove(path.size() - 1);
    Found found = new Found(whole, judge.apply(whole));
    if (firstJudged == null) {
      firstJudged = found;
    }
    good = found;
    return found.fault().ok();
  }

  private void deadEnd(X509V code, String detail) {
    int depth = path.size() - 1;
    deadEnd(code, depth, path.get(depth), detail);
  }

  private void deadEnd(X509V code, int depth, X509Certificate certificate, String detail) {
    if (firstDeadEnd == null) {
      firstDeadEnd =
          new Found(new Path(path, false), VerifyResult.of(code, depth, certificate, detail));
    }
  }

  private boolean exhausted() {
    if (++steps > MAX_STEPS || paths >= MAX_PATHS) {
      deadEnd(
          X509V.CERT_CHAIN_TOO_LONG,
          "too many ways from " + ChainText.subject(leaf) + " to look at them all");
      return true;
    }
    return false;
  }

  /** A copy with those first that are valid now, otherwise in the same order. */
  private List<X509Certificate> sorted(List<X509Certificate> candidates) {
    if (candidates.size() < 2) {
      return candidates;
    }
    List<X509Certificate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparing(this::isOutOfDate));
    return sorted;
  }

  private boolean isOutOfDate(X509Certificate certificate) {
    return now.before(certificate.getNotBefore()) || now.after(certificate.getNotAfter());
  }

  /** Issued under its own name and, as far as it says, by its own key. */
  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && identifiersAgree(certificate, certificate);
  }

  private static boolean canIssue(X509Certificate issuer, X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        && identifiersAgree(issuer, certificate)
        && ChainStrength.canSign(issuer.getPublicKey(), certificate.getSigAlgOID());
  }

  /** RFC 5280 section 4.2.1.1: what the certificate says of its issuer's key and certificate. */
  private static boolean identifiersAgree(X509Certificate issuer, X509Certificate certificate) {
    AuthorityKeyIdentifier wanted =
        KnownExtension.AUTHORITY_KEY_IDENTIFIER.of(certificate, AuthorityKeyIdentifier.class);
    if (wanted == null) {
      return true; // a hint not given; the signature decides
    }
    SubjectKeyIdentifier key =
        KnownExtension.SUBJECT_KEY_IDENTIFIER.of(issuer, SubjectKeyIdentifier.class);
    byte[] wantedKey = wanted.getKeyIdentifierOctets();
    if (wantedKey != null && key != null && !Arrays.equals(wantedKey, key.getKeyIdentifier())) {
      return false;
    }
    BigInteger serial = wanted.getAuthorityCertSerialNumber();
    if (serial != null && !serial.equals(issuer.getSerialNumber())) {
      return false;
    }
    return wanted.getAuthorityCertIssuer() == null || namesIssuerOf(wanted, issuer);
  }

  private static boolean namesIssuerOf(AuthorityKeyIdentifier wanted, X509Certificate issuer) {
    boolean directoryName = false;
    for (GeneralName each : wanted.getAuthorityCertIssuer().getNames()) {
      if (each.getTagNo() == GeneralName.directoryName) {
        directoryName = true;
        if (isName(each, issuer.getIssuerX500Principal())) {
          return true;
        }
      }
    }
    return !directoryName;
  }

  /** By the JDK: Bouncy Castle looks for each part of one name among all of the other. */
  private static boolean isName(GeneralName directoryName, X500Principal name) {
    try {
      byte[] encoded = directoryName.getName().toASN1Primitive().getEncoded(ASN1Encoding.DER);
      return new X500Principal(encoded).equals(name);
    } catch (IOException | RuntimeException malformed) {
      return false;
    }
  }

  /** Candidates looked at, in all; a chain without tricks takes a dozen. */
  private static final int MAX_STEPS = 256;

  /** Paths judged; each may cost as many signature checks as it has certificates. */
  private static final int MAX_PATHS = 4;
}
