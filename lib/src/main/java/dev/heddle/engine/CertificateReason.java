package dev.heddle.engine;

import dev.heddle.config.PeerCertificates;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.X509V;
import dev.heddle.fault.Alert;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Locale;

/**
 * What an exception of Java's says to be wrong with a certificate, in the terms of TLS: the alerts
 * are those that the JDK's own sockets answer with.
 *
 * @param alert what the peer is told
 * @param code the nearest that OpenSSL has
 */
record CertificateReason(Alert alert, X509V code) {

  /** The first that an exception or one of its causes names; certificate_unknown if none does. */
  static CertificateReason of(CertificateException refusal, PeerCertificates peer) {
    Throwable each = refusal;
    for (int i = 0; each != null && i < MOST_CAUSES; i++, each = each.getCause()) {
      CertificateReason reason = ofOne(each, peer);
      if (reason != null) {
        return reason;
      }
    }
    return OTHER;
  }

  private static CertificateReason ofOne(Throwable each, PeerCertificates peer) {
    return switch (each) {
      case CertificateExpiredException e -> EXPIRED;
      case CertificateNotYetValidException e -> NOT_YET_VALID;
      case CertificateRevokedException e -> revoked(peer);
      case CertPathValidatorException e when e.getReason() instanceof BasicReason basic ->
          switch (basic) {
            case EXPIRED -> EXPIRED;
            case NOT_YET_VALID -> NOT_YET_VALID;
            case REVOKED -> revoked(peer);
            case INVALID_SIGNATURE -> BAD_SIGNATURE;
            case ALGORITHM_CONSTRAINED -> constrained(e, peer);
            case UNDETERMINED_REVOCATION_STATUS ->
                peer.staple() == null
                    ? OTHER
                    : new CertificateReason(
                        Alert.BAD_CERTIFICATE_STATUS_RESPONSE, X509V.OCSP_VERIFY_FAILED);
            case UNSPECIFIED -> null;
          };
      default -> null;
    };
  }

  private static CertificateReason revoked(PeerCertificates peer) {
    return peer.staple() == null
        ? new CertificateReason(Alert.CERTIFICATE_REVOKED, X509V.CERT_REVOKED)
        : new CertificateReason(Alert.BAD_CERTIFICATE_STATUS_RESPONSE, X509V.CERT_REVOKED);
  }

  /** RFC 8446 section 4.4.2.4 has another alert for MD5, and lets SHA-1 have it too. */
  private static CertificateReason constrained(
      CertPathValidatorException e, PeerCertificates peer) {
    String text = String.valueOf(e.getMessage()).toUpperCase(Locale.ROOT);
    boolean hash = text.contains("MD5WITH") || text.contains("SHA1WITH");
    return peer.version() == TlsVersion.TLS_1_3 && hash
        ? new CertificateReason(Alert.BAD_CERTIFICATE, X509V.CA_MD_TOO_WEAK)
        : new CertificateReason(Alert.UNSUPPORTED_CERTIFICATE, X509V.APPLICATION_VERIFICATION);
  }

  private static final CertificateReason OTHER =
      new CertificateReason(Alert.CERTIFICATE_UNKNOWN, X509V.APPLICATION_VERIFICATION);
  private static final CertificateReason EXPIRED =
      new CertificateReason(Alert.CERTIFICATE_EXPIRED, X509V.CERT_HAS_EXPIRED);
  private static final CertificateReason NOT_YET_VALID =
      new CertificateReason(Alert.BAD_CERTIFICATE, X509V.CERT_NOT_YET_VALID);
  private static final CertificateReason BAD_SIGNATURE =
      new CertificateReason(Alert.BAD_CERTIFICATE, X509V.CERT_SIGNATURE_FAILURE);

  /** A cause may be its own cause by some detour. */
  private static final int MOST_CAUSES = 16;
}
