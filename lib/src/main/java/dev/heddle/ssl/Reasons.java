package dev.heddle.ssl;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;

/**
 * The one table of reasons: OpenSSL's reason strings for our faults, so that ported code finds
 * them.
 */
final class Reasons {

  static String of(Fault fault) {
    return switch (fault) {
      case Fault.PeerAlert f -> alertReceived(f.code());
      case Fault.PeerBrokeRules f -> broken(f);
      case Fault.Refused f -> "connection refused before TLS";
      case Fault.PeerIncompatible f -> incompatible(f.answer());
      case Fault.NotTls f ->
          "plain HTTP".equals(f.looksLike()) ? "http request" : "wrong version number";
      case Fault.Truncated f -> "unexpected eof while reading";
      case Fault.BadCertificate f ->
          f.depth() < 0 ? "peer did not return a certificate" : "certificate verify failed";
      case Fault.Transport f -> "transport error";
      case Fault.TimedOut f -> "timed out";
      case Fault.Cancelled f -> f.how();
      case Fault.Misuse f -> f.reason();
      case Fault.Internal f -> "internal error";
    };
  }

  /** The alert that goes with a fault, received or sent; null if none does. */
  static Alert alertOf(Fault fault) {
    return switch (fault) {
      case Fault.PeerAlert f -> Alert.of(f.code());
      case Fault.PeerBrokeRules f -> f.answer();
      case Fault.PeerIncompatible f -> f.answer();
      case Fault.BadCertificate f -> f.answer();
      default -> null;
    };
  }

  /** Whether OpenSSL would blame the system below rather than the protocol. */
  static boolean isSystem(Fault fault) {
    return fault instanceof Fault.Transport
        || fault instanceof Fault.TimedOut
        || fault instanceof Fault.Cancelled;
  }

  private static String broken(Fault.PeerBrokeRules fault) {
    return switch (fault.answer()) {
      case null -> "bad preamble";
      case UNEXPECTED_MESSAGE -> "unexpected message";
      case BAD_RECORD_MAC -> "decryption failed or bad record mac";
      case RECORD_OVERFLOW -> "packet length too long";
      case DECODE_ERROR -> "bad length";
      case DECRYPT_ERROR -> "digest check failed";
      case UNSUPPORTED_EXTENSION -> "unsolicited extension";
      case MISSING_EXTENSION -> "missing extension";
      default -> fault.answer().rfcName().replace('_', ' ');
    };
  }

  private static String incompatible(Alert answer) {
    return switch (answer) {
      case PROTOCOL_VERSION -> "unsupported protocol";
      case NO_APPLICATION_PROTOCOL -> "no application protocol";
      case INSUFFICIENT_SECURITY -> "insufficient security";
      default -> "no shared cipher";
    };
  }

  /** SSL 3.0's alerts kept their prefix, later ones tell the version they came with. */
  private static String alertReceived(int code) {
    Alert alert = Alert.of(code);
    String words = alert.rfcName().replace('_', ' ');
    return switch (alert) {
      case UNREGISTERED -> "reason(" + (1000 + code) + ")";
      case CLOSE_NOTIFY,
          UNEXPECTED_MESSAGE,
          BAD_RECORD_MAC,
          DECOMPRESSION_FAILURE,
          HANDSHAKE_FAILURE,
          NO_CERTIFICATE,
          BAD_CERTIFICATE,
          UNSUPPORTED_CERTIFICATE,
          CERTIFICATE_REVOKED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_UNKNOWN,
          ILLEGAL_PARAMETER ->
          "sslv3 alert " + words;
      case MISSING_EXTENSION, CERTIFICATE_REQUIRED -> "tlsv13 alert " + words;
      case UNSUPPORTED_EXTENSION,
          CERTIFICATE_UNOBTAINABLE,
          UNRECOGNIZED_NAME,
          BAD_CERTIFICATE_STATUS_RESPONSE,
          BAD_CERTIFICATE_HASH_VALUE ->
          "tlsv1 " + words;
      case USER_CANCELED -> "tlsv1 alert user cancelled";
      default -> "tlsv1 alert " + words;
    };
  }

  private Reasons() {}
}
