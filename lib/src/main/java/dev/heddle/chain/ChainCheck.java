package dev.heddle.chain;

import dev.heddle.config.HostName;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.VerifyCallback;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Checks a peer's chain: {@code X509_verify_cert(3)}, with the codes and in the order of libssl
 * 3.0.
 *
 * <p>{@link ChainPaths} finds the ways from the leaf to an anchor by names and key identifiers
 * alone; the rules judge each way, and the first good one decides. If none is good, the verdict is
 * that on the first way, which is the one libssl would have taken. Only then is a callback of the
 * configuration shown that one path, and the rules run once more as it lets them. All of it is CPU
 * work, bounded whatever the peer sends; only {@link dev.heddle.config.Trust#system} reads a file
 * when it was not loaded.
 *
 * <p>The order: the leaf's key, the path, extensions and purpose from the leaf upwards, strength,
 * name, CRLs, then from the anchor downwards signatures and dates, name constraints, and policies;
 * at last the OCSP staple, which libssl leaves to its callers. The name is judged before the dates:
 * that is libssl's order too. The mode of verification plays no part, so that a result can be read
 * where it is not enforced.
 */
public final class ChainCheck {

  private final TlsConfig config;
  private final Instant now;
  private final boolean peerIsServer;
  private final StapleRules stapleRules;

  /** For one chain; the one instant is for all its certificates. */
  private ChainCheck(TlsConfig config, boolean peerIsServer, Staple staple) {
    this.config = config;
    this.now = config.clock().instant();
    this.peerIsServer = peerIsServer;
    this.stapleRules = new StapleRules(staple, config, now);
  }

  /** The result of {@link #verdict}, of a peer that was not asked for a staple. */
  public static VerifyResult check(
      TlsConfig config, List<X509Certificate> chain, boolean peerIsServer) {
    return verdict(config, chain, peerIsServer).result();
  }

  /** The verdict on a peer that was not asked for a staple. */
  public static ChainVerdict verdict(
      TlsConfig config, List<X509Certificate> chain, boolean peerIsServer) {
    return verdict(config, chain, peerIsServer, Staple.notAsked());
  }

  /**
   * The verdict on a presented chain.
   *
   * @param config anchors, host name, clock, limits and callback
   * @param chain as presented: the leaf first, the others in any order, superfluous ones tolerated
   * @param peerIsServer whether the peer is the server: decides about the purpose, and whether the
   *     host name is looked at
   * @param staple what came with the leaf
   * @return never null; where nothing was overruled the fault is the first in the order above
   * @throws dev.heddle.config.ConfigException if the system's anchors cannot be read
   */
  public static ChainVerdict verdict(
      TlsConfig config, List<X509Certificate> chain, boolean peerIsServer, Staple staple) {
    if (chain.isEmpty()) {
      return refused(X509V.UNSPECIFIED, -1, null, "the peer presented no certificate");
    }
    if (chain.size() > config.peerLimits().chainLength()) {
      String detail =
          "the peer presented "
              + chain.size()
              + " certificates, more than "
              + config.peerLimits().chainLength();
      return refused(X509V.CERT_CHAIN_TOO_LONG, 0, chain.get(0), detail);
    }
    return new ChainCheck(config, peerIsServer, staple).verdict(chain);
  }

  private static ChainVerdict refused(X509V code, int depth, X509Certificate at, String detail) {
    VerifyResult result = VerifyResult.of(code, depth, at, detail);
    return new ChainVerdict(result, false, List.of(), StapleStatus.ABSENT);
  }

  private ChainVerdict verdict(List<X509Certificate> chain) {
    VerifyCallback callback = config.verifyCallback().orElse(null);
    if (callback == null) {
      Findings leafOnly = Findings.strict(new Path(chain.subList(0, 1), false));
      if (!leafOnly.allow(findings -> ChainStrength.leafKey(chain.get(0), findings))) {
        return new ChainVerdict(leafOnly.result(), false, chain.subList(0, 1), StapleStatus.ABSENT);
      }
    }
    ChainPaths paths = new ChainPaths(config.trust(), chain, config.verifyDepth(), now);
    ChainPaths.Found found = paths.best(this::strictly);
    if (callback == null) {
      return new ChainVerdict(
          found.fault(),
          found.fault().ok(),
          found.path().certificates(),
          stapleRules.status(found.path()));
    }
    Findings shown = Findings.shown(found.path(), callback, config.overrules());
    boolean accepted = shown.allow(findings -> show(found, findings));
    return new ChainVerdict(
        shown.result(), accepted, found.path().certificates(), stapleRules.status(found.path()));
  }

  /** The first fault of an anchored path, or {@link VerifyResult#OK}. */
  private VerifyResult strictly(Path path) {
    Findings strict = Findings.strict(path);
    strict.allow(findings -> rules(path, findings));
    return strict.result();
  }

  /** All there is to say about the chosen path, also where it leads to no anchor. */
  private void show(ChainPaths.Found found, Findings findings) {
    Path path = found.path();
    ChainStrength.leafKey(path.leaf(), findings);
    if (!path.anchored()) {
      findings.fault(found.fault());
    }
    rules(path, findings);
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      findings.good(depth);
    }
  }

  private void rules(Path path, Findings findings) {
    ChainRules.extensions(path, peerIsServer, config, findings);
    ChainStrength.path(path, findings);
    name(path.leaf(), findings);
    new CrlRules(config, now).check(path, findings);
    ChainRules.signaturesAndDates(path, now, findings);
    NameConstraintRules.check(path, findings);
    PolicyRules.check(path, findings);
    PinnedKeyRule.check(path, config.pinnedKeys(), findings);
    stapleRules.check(path, findings);
  }

  /** The name that the peer has to prove: a server's, if one was given; else null. */
  private HostName wanted() {
    return peerIsServer ? config.hostName().orElse(null) : null;
  }

  private void name(X509Certificate leaf, Findings findings) {
    HostName wanted = wanted();
    if (wanted == null || wanted.matches(leaf)) {
      return;
    }
    List<String> presented = HostName.presented(leaf);
    findings.fault(
        wanted.isIp() ? X509V.IP_ADDRESS_MISMATCH : X509V.HOSTNAME_MISMATCH,
        0,
        leaf,
        (wanted.isIp() ? "IP address " : "host name ")
            + wanted
            + (presented.isEmpty()
                ? " is not proven: there is no alternative name of a host, and the common name is"
                    + " not looked at, in the certificate of "
                : " is not among " + ChainText.list(presented) + ", the names of ")
            + ChainText.subject(leaf));
  }
}
