package dev.heddle.chain;

import dev.heddle.config.StapleStatus;
import dev.heddle.config.VerifyResult;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What came of checking a peer's chain.
 *
 * @param result the last fault that was found; ok if there was none
 * @param accepted whether the chain is good, or all its faults were overruled
 * @param path the path that was judged, leaf first; what {@code SSL_get0_verified_chain(3)} gives.
 *     Empty if the peer presented nothing, or too much to look at
 * @param staple what came of the server's OCSP staple
 */
public record ChainVerdict(
    VerifyResult result, boolean accepted, List<X509Certificate> path, StapleStatus staple) {

  /** Before there was anything to judge. */
  public static final ChainVerdict NONE =
      new ChainVerdict(VerifyResult.OK, true, List.of(), StapleStatus.ABSENT);

  /**
   * What an earlier connection found out, for one that resumes it.
   *
   * @param code the {@code X509_V_*} number
   */
  public static ChainVerdict resumed(int code) {
    VerifyResult result =
        code == 0
            ? VerifyResult.OK
            : new VerifyResult(code, 0, null, "found when the session was made");
    return new ChainVerdict(result, true, List.of(), StapleStatus.ABSENT);
  }

  /** What a callback accepted that judges in place of this library: the chain as presented. */
  public static ChainVerdict ofCallback(List<X509Certificate> chain) {
    return new ChainVerdict(VerifyResult.OK, true, chain, StapleStatus.ABSENT);
  }

  /** What such a callback refused. */
  public static ChainVerdict refused(VerifyResult result, List<X509Certificate> chain) {
    return new ChainVerdict(result, false, chain, StapleStatus.ABSENT);
  }

  /** Copies the path. */
  public ChainVerdict {
    path = List.copyOf(path);
  }
}
