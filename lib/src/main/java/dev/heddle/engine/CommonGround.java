package dev.heddle.engine;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsECCUtils;
import org.bouncycastle.tls.TlsUtils;

/**
 * What a server looked for in a client's hello and did not find, with the lists of both: bctls only
 * says that it found nothing.
 */
final class CommonGround {

  /**
   * No version.
   *
   * @param highestOnly whether the client only names the highest that it speaks
   */
  static Fault noVersion(int[] offered, boolean highestOnly, ProtocolVersion[] ours) {
    return none(
        Alert.PROTOCOL_VERSION,
        "protocol version",
        "the client offers " + Offers.versions(offered) + (highestOnly ? " or older" : ""),
        "we accept " + Offers.versions(ours));
  }

  /** Whether two lists of numbers have none in common; null is an empty list. */
  static boolean isNone(int[] offered, int[] ours) {
    if (offered != null) {
      for (int each : offered) {
        for (int known : ours) {
          if (each == known) {
            return false;
          }
        }
      }
    }
    return true;
  }

  static Fault noSuite(int[] offered, int[] ours) {
    return none(
        "cipher suite",
        "the client offers " + Offers.suites(offered),
        "we accept " + Offers.suites(ours));
  }

  static Fault noGroup(int[] offered, int[] ours) {
    return none(
        "group", "the client offers " + Offers.groups(offered), "we accept " + Offers.groups(ours));
  }

  static Fault noScheme(Vector<?> accepted, List<?> ours) {
    return none(
        "signature scheme",
        "the client accepts " + Offers.schemes(accepted),
        "our key makes " + Offers.schemes(ours));
  }

  /** TLS 1.2, where the suite and the signature hang together. */
  static Fault noSuiteForKey(int[] offered, Vector<?> accepted, List<?> ours) {
    return none(
        "cipher suite that our key fits",
        "the client offers " + Offers.suites(offered) + " with " + Offers.schemes(accepted),
        "our key makes " + Offers.schemes(ours));
  }

  /** Whether all of these suites need a key exchange over an elliptic curve. */
  static boolean isEllipticOnly(int[] suites) {
    return Arrays.stream(suites).allMatch(TlsECCUtils::isECCCipherSuite);
  }

  static int[] common(int[] offered, int[] ours) {
    return TlsUtils.getCommonCipherSuites(offered, ours, true);
  }

  private static Fault none(String what, String theirs, String ours) {
    return none(Alert.HANDSHAKE_FAILURE, what, theirs, ours);
  }

  private static Fault none(Alert answer, String what, String theirs, String ours) {
    return new Fault.PeerIncompatible(answer, "no " + what + " in common: " + theirs + ", " + ours);
  }

  private CommonGround() {}
}
