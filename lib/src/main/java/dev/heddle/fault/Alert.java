package dev.heddle.fault;

import java.util.Locale;

/**
 * TLS alert descriptions, under the names of the IANA registry (RFC 8446 section 6, RFC 5246
 * section 7.2). A number that has no constant here is carried as an {@code int} next to the
 * constant {@link #UNREGISTERED}.
 */
public enum Alert {
  CLOSE_NOTIFY(0),
  UNEXPECTED_MESSAGE(10),
  BAD_RECORD_MAC(20),
  DECRYPTION_FAILED(21),
  RECORD_OVERFLOW(22),
  DECOMPRESSION_FAILURE(30),
  HANDSHAKE_FAILURE(40),
  NO_CERTIFICATE(41),
  BAD_CERTIFICATE(42),
  UNSUPPORTED_CERTIFICATE(43),
  CERTIFICATE_REVOKED(44),
  CERTIFICATE_EXPIRED(45),
  CERTIFICATE_UNKNOWN(46),
  ILLEGAL_PARAMETER(47),
  UNKNOWN_CA(48),
  ACCESS_DENIED(49),
  DECODE_ERROR(50),
  DECRYPT_ERROR(51),
  EXPORT_RESTRICTION(60),
  PROTOCOL_VERSION(70),
  INSUFFICIENT_SECURITY(71),
  INTERNAL_ERROR(80),
  INAPPROPRIATE_FALLBACK(86),
  USER_CANCELED(90),
  NO_RENEGOTIATION(100),
  MISSING_EXTENSION(109),
  UNSUPPORTED_EXTENSION(110),
  CERTIFICATE_UNOBTAINABLE(111),
  UNRECOGNIZED_NAME(112),
  BAD_CERTIFICATE_STATUS_RESPONSE(113),
  BAD_CERTIFICATE_HASH_VALUE(114),
  UNKNOWN_PSK_IDENTITY(115),
  CERTIFICATE_REQUIRED(116),
  NO_APPLICATION_PROTOCOL(120),
  /** Any number the registry does not know. */
  UNREGISTERED(-1);

  private static final Alert[] BY_CODE = new Alert[256];

  static {
    for (Alert alert : values()) {
      if (alert.code >= 0) {
        BY_CODE[alert.code] = alert;
      }
    }
  }

  private final int code;

  Alert(int code) {
    this.code = code;
  }

  /** The number on the wire, 0 to 255, or -1 for {@link #UNREGISTERED}. */
  public int code() {
    return code;
  }

  /** The name as the RFCs spell it, for example {@code close_notify}. */
  public String rfcName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The alert with this number.
   *
   * @param code the description byte, 0 to 255
   * @return the constant, or {@link #UNREGISTERED}; never null
   */
  public static Alert of(int code) {
    Alert alert = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    return alert == null ? UNREGISTERED : alert;
  }

  /** {@code name(number)}, the form error messages use, for any number. */
  public static String text(int code) {
    Alert alert = of(code);
    return alert == UNREGISTERED ? "alert(" + code + ")" : alert.rfcName() + "(" + code + ")";
  }
}
