package dev.heddle.jsse;

import dev.heddle.fault.Alert;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;

/**
 * The one table of what callers of {@code javax.net.ssl} are thrown, by class as SunJSSE's callers
 * know it. Our own exception, which has the whole report, is always inside: the cause, or where a
 * {@link CertificateException} has to be that, the cause's cause or suppressed.
 */
final class Failures {

  /** The exception for a report; a new one each time. */
  static IOException of(FailureReport report) {
    IOException ours = report.toException();
    return switch (report.fault()) {
      case Fault.PeerAlert f -> alert(report, f.code(), ours);
      case Fault.PeerBrokeRules f -> with(ours, new SSLProtocolException(ours.getMessage()));
      case Fault.PeerIncompatible f -> with(ours, new SSLHandshakeException(ours.getMessage()));
      case Fault.BadCertificate f -> certificate(report, f, ours);
      case Fault.Transport f -> transport(f.cause(), ours);
      case Fault.Cancelled f when f.equals(Fault.Cancelled.INTERRUPTED) ->
          with(ours, new SocketException("Closed by interrupt"));
      case Fault.Cancelled f -> with(ours, closed());
      case Fault.TimedOut f -> ours;
      case Fault.Truncated f -> other(report, ours);
      case Fault.NotTls f -> other(report, ours);
      case Fault.Refused f -> other(report, ours);
      case Fault.Misuse f -> other(report, ours);
      case Fault.Internal f -> other(report, ours);
    };
  }

  /** For calls after {@code close()}, and for those that it ends. */
  static SocketException closed() {
    return new SocketException("Socket closed");
  }

  private static IOException other(FailureReport report, IOException ours) {
    return report.phase().isHandshake()
        ? with(ours, new SSLHandshakeException(ours.getMessage()))
        : ours;
  }

  private static SSLException alert(FailureReport report, int code, IOException ours) {
    Alert alert = Alert.of(code);
    String name = alert == Alert.UNREGISTERED ? Alert.text(code) : alert.rfcName();
    String text = "Received fatal alert: " + name + "; " + ours.getMessage();
    boolean handshake = report.phase().isHandshake() || !LATER.contains(alert);
    return with(
        ours,
        alert == Alert.UNEXPECTED_MESSAGE && !report.phase().isHandshake()
            ? new SSLProtocolException(text)
            : handshake ? new SSLHandshakeException(text) : new SSLException(text));
  }

  private static SSLException certificate(
      FailureReport report, Fault.BadCertificate fault, IOException ours) {
    SSLHandshakeException failure = new SSLHandshakeException(ours.getMessage());
    if (report.cause() instanceof CertificateException judged) {
      failure.initCause(judged);
      failure.addSuppressed(ours);
      return failure;
    }
    return with(fault.depth() < 0 ? ours : new CertificateException(fault.detail(), ours), failure);
  }

  private static IOException transport(IOException cause, IOException ours) {
    if (cause.getClass() == SocketException.class || cause.getClass() == IOException.class) {
      return with(ours, new SocketException(cause.getMessage()));
    }
    if (cause.getSuppressed().length == 0) {
      cause.addSuppressed(ours);
    }
    return cause;
  }

  private static <T extends Throwable> T with(Throwable cause, T failure) {
    failure.initCause(cause);
    return failure;
  }

  /** The alerts that say nothing of a handshake, which may be over on the one side only. */
  private static final Set<Alert> LATER =
      Set.of(
          Alert.UNEXPECTED_MESSAGE,
          Alert.BAD_RECORD_MAC,
          Alert.DECRYPTION_FAILED,
          Alert.RECORD_OVERFLOW,
          Alert.DECOMPRESSION_FAILURE,
          Alert.INTERNAL_ERROR,
          Alert.INAPPROPRIATE_FALLBACK,
          Alert.USER_CANCELED,
          Alert.UNREGISTERED);

  private Failures() {}
}
