package dev.heddle.config;

/** The protocol versions this library speaks; TLS 1.0 and 1.1 (RFC 8996) never. */
public enum TlsVersion {
  /** RFC 5246. */
  TLS_1_2(0x0303, "TLSv1.2"),
  /** RFC 8446. */
  TLS_1_3(0x0304, "TLSv1.3");

  private final int code;
  private final String openSslName;

  TlsVersion(int code, String openSslName) {
    this.code = code;
    this.openSslName = openSslName;
  }

  /** The number on the wire, for example 0x0304. */
  public int code() {
    return code;
  }

  /** The name as {@code SSL_get_version(3)} gives it, for example {@code TLSv1.3}. */
  public String openSslName() {
    return openSslName;
  }

  /**
   * The version with this number.
   *
   * @param code the number on the wire
   * @return the constant, or null for a version this library does not speak
   */
  public static TlsVersion of(int code) {
    return switch (code) {
      case 0x0303 -> TLS_1_2;
      case 0x0304 -> TLS_1_3;
      default -> null;
    };
  }
}
