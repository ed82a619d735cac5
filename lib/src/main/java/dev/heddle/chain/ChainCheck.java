package dev.heddle.chain;

import dev.heddle.config.HostName;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks a peer's chain: {@code X509_verify_cert(3)}, with the codes and in the order of libssl
 * 3.0.
 *
 * <p>{@link ChainPaths} finds the ways from the leaf to an anchor by names and key identifiers
 * alone; the rules here judge each way, and the first good one decides. If none is good, the
 * verdict is that on the first way, which is the one libssl would have taken. All of it is CPU
 * work, bounded whatever the peer sends; only {@link dev.heddle.config.Trust#system} reads a file
 * when it was not loaded.
 *
 * <p>The order: the leaf's key, the path, extensions and purpose from the leaf upwards, strength,
 * name, then from the anchor downwards signatures and dates, name constraints, and what else RFC
 * 5280 asks. The name is judged before the dates: that is libssl's order too. The mode of
 * verification plays no part, so that a result can be read where it is not enforced.
 */
public final class ChainCheck {

  private ChainCheck() {}

  /**
   * The verdict on a presented chain.
   *
   * @param config anchors, host name, clock and limits
   * @param chain as presented: the leaf first, the others in any order, superfluous ones tolerated
   * @param peerIsServer whether the peer is the server: decides about the purpose, and whether the
   *     host name is looked at
   * @return never null; the fault is the first in the order above
   * @throws dev.heddle.config.ConfigException if the system's anchors cannot be read
   */
  public static VerifyResult check(
      TlsConfig config, List<X509Certificate> chain, boolean peerIsServer) {
    if (chain.isEmpty()) {
      return VerifyResult.of(X509V.UNSPECIFIED, -1, null, "the peer presented no certificate");
    }
    X509Certificate leaf = chain.get(0);
    if (chain.size() > config.maxChainLength()) {
      String detail =
          "the peer presented "
              + chain.size()
              + " certificates, more than "
              + config.maxChainLength();
      return VerifyResult.of(X509V.CERT_CHAIN_TOO_LONG, 0, leaf, detail);
    }
    VerifyResult weak = ChainStrength.leafKey(leaf);
    if (weak != null) {
      return weak;
    }
    Judge judge = new Judge(config, config.clock().instant(), peerIsServer);
    ChainPaths paths = new ChainPaths(config.trust(), chain, config.verifyDepth(), judge.now());
    return paths.firstGood(judge::judge);
  }

  /**
   * Judges one path.
   *
   * @param now the one instant for all certificates
   */
  private record Judge(TlsConfig config, Instant now, boolean peerIsServer) {

    /** The first fault of a path from leaf to anchor, or {@link VerifyResult#OK}. */
    VerifyResult judge(List<X509Certificate> path) {
      VerifyResult fault = ChainRules.extensions(path, peerIsServer, config);
      if (fault == null) {
        fault = ChainStrength.path(path);
      }
      if (fault == null) {
        fault = name(path.get(0));
      }
      if (fault == null) {
        fault = ChainRules.signaturesAndDates(path, now);
      }
      if (fault == null) {
        fault = ChainNames.check(path, wanted().orElse(null));
      }
      if (fault == null) {
        fault = PkixRules.check(path, now);
      }
      return fault == null ? VerifyResult.OK : fault;
    }

    /** The name that the peer has to prove: a server's, if one was given. */
    private Optional<HostName> wanted() {
      return peerIsServer ? config.hostName() : Optional.empty();
    }

    private VerifyResult name(X509Certificate leaf) {
      HostName wanted = wanted().orElse(null);
      if (wanted == null || wanted.matches(leaf)) {
        return null;
      }
      return VerifyResult.of(
          wanted.isIp() ? X509V.IP_ADDRESS_MISMATCH : X509V.HOSTNAME_MISMATCH,
          0,
          leaf,
          (wanted.isIp() ? "IP address " : "host name ")
              + wanted
              + " is not among "
              + ChainText.list(HostName.presented(leaf))
              + ", the names of "
              + ChainText.subject(leaf));
    }
  }
}
