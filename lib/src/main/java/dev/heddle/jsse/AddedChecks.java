package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.HostName;
import dev.heddle.text.Printable;
import java.security.AlgorithmConstraints;
import java.security.CryptoPrimitive;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * What is checked beside a trust manager that does not see the connection: whether the peer is the
 * one that was asked for, and whether its chain is of algorithms that are permitted.
 */
final class AddedChecks {

  private static final Set<CryptoPrimitive> SIGNATURE = EnumSet.of(CryptoPrimitive.SIGNATURE);

  private AddedChecks() {}

  /**
   * That the leaf is for the name that the peer was asked for, or for the host the connection is
   * to.
   *
   * @param algorithm of the endpoint's identification
   */
  static void identity(Connection connection, String algorithm, X509Certificate leaf)
      throws CertificateException {
    Identification.require(algorithm);
    String asked = connection.isClient() ? connection.parameters().serverName() : null;
    String host = connection.peerHost();
    if (asked == null && host == null) {
      throw new CertificateException(
          "endpoint identification (" + algorithm + ") without the name of a host");
    }
    if (!isFor(leaf, asked) && !isFor(leaf, host)) {
      throw new CertificateException(
          "host name '"
              + Printable.text(host == null ? asked : host)
              + "' is not among "
              + Printable.text(HostName.presented(leaf).toString())
              + ", the names of the certificate");
    }
  }

  private static boolean isFor(X509Certificate leaf, String name) throws CertificateException {
    try {
      return name != null && HostName.of(name).matches(leaf);
    } catch (ConfigException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  /** That all of these permit each signature and each key, but those of a trusted last one. */
  static void constraints(
      List<AlgorithmConstraints> constraints,
      X509TrustManager manager,
      X509Certificate[] chain,
      boolean fromServer)
      throws CertificateException {
    X509Certificate[] accepted = manager.getAcceptedIssuers();
    int last = chain.length - 1;
    boolean anchored = accepted != null && Arrays.asList(accepted).contains(chain[last]);
    for (int i = anchored ? last - 1 : last; i >= 0; i--) {
      for (AlgorithmConstraints each : constraints) {
        if (!permits(each, chain[i], fromServer)) {
          throw refused(chain[i]);
        }
      }
    }
  }

  private static boolean permits(
      AlgorithmConstraints constraints, X509Certificate certificate, boolean fromServer) {
    if (constraints instanceof DisabledAlgorithms system) {
      return system.permits(certificate, fromServer);
    }
    return constraints.permits(SIGNATURE, certificate.getSigAlgName(), null)
        && constraints.permits(SIGNATURE, certificate.getPublicKey());
  }

  private static CertificateException refused(X509Certificate certificate) {
    String why =
        "the constraints on algorithms forbid "
            + Printable.text(certificate.getSigAlgName())
            + ", or a key for "
            + certificate.getPublicKey().getAlgorithm()
            + " like that of '"
            + Printable.text(certificate.getSubjectX500Principal().getName())
            + "'";
    return new CertificateException(
        why,
        new CertPathValidatorException(why, null, null, -1, BasicReason.ALGORITHM_CONSTRAINED));
  }
}
