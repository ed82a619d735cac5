package dev.heddle.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cipher suites, under the names of the IANA registry.
 *
 * <p>Those of TLS 1.2 with CBC or with RSA key exchange are here so that they can be named one by
 * one; no default and no keyword of a list brings them in. The order of the constants is the order
 * of preference.
 */
public enum CipherSuite {
  TLS_AES_128_GCM_SHA256(0x1301),
  TLS_AES_256_GCM_SHA384(0x1302),
  TLS_CHACHA20_POLY1305_SHA256(0x1303),

  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xC02B, "ECDHE-ECDSA-AES128-GCM-SHA256"),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xC02F, "ECDHE-RSA-AES128-GCM-SHA256"),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xC02C, "ECDHE-ECDSA-AES256-GCM-SHA384"),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xC030, "ECDHE-RSA-AES256-GCM-SHA384"),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xCCA9, "ECDHE-ECDSA-CHACHA20-POLY1305"),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xCCA8, "ECDHE-RSA-CHACHA20-POLY1305"),

  TLS_DHE_RSA_WITH_AES_128_GCM_SHA256(0x009E, "DHE-RSA-AES128-GCM-SHA256"),
  TLS_DHE_RSA_WITH_AES_256_GCM_SHA384(0x009F, "DHE-RSA-AES256-GCM-SHA384"),
  TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xCCAA, "DHE-RSA-CHACHA20-POLY1305"),

  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256(0xC023, "ECDHE-ECDSA-AES128-SHA256"),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256(0xC027, "ECDHE-RSA-AES128-SHA256"),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384(0xC024, "ECDHE-ECDSA-AES256-SHA384"),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384(0xC028, "ECDHE-RSA-AES256-SHA384"),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(0xC009, "ECDHE-ECDSA-AES128-SHA"),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xC013, "ECDHE-RSA-AES128-SHA"),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(0xC00A, "ECDHE-ECDSA-AES256-SHA"),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xC014, "ECDHE-RSA-AES256-SHA"),

  TLS_RSA_WITH_AES_128_GCM_SHA256(0x009C, "AES128-GCM-SHA256"),
  TLS_RSA_WITH_AES_256_GCM_SHA384(0x009D, "AES256-GCM-SHA384"),
  TLS_RSA_WITH_AES_128_CBC_SHA256(0x003C, "AES128-SHA256"),
  TLS_RSA_WITH_AES_256_CBC_SHA256(0x003D, "AES256-SHA256"),
  TLS_RSA_WITH_AES_128_CBC_SHA(0x002F, "AES128-SHA"),
  TLS_RSA_WITH_AES_256_CBC_SHA(0x0035, "AES256-SHA");

  private static final Map<Integer, CipherSuite> BY_CODE = new HashMap<>();
  private static final List<CipherSuite> DEFAULTS =
      Stream.of(values()).filter(CipherSuite::isDefault).toList();

  static {
    for (CipherSuite suite : values()) {
      BY_CODE.put(suite.code, suite);
    }
  }

  private final int code;
  private final String openSslName;

  // Asked for with every record layer and every session: read off the name once.
  private final boolean aead = !name().contains("_CBC_");
  private final int hashLength = name().endsWith("_SHA384") ? 48 : 32;

  CipherSuite(int code) {
    this.code = code;
    this.openSslName = name();
  }

  CipherSuite(int code, String openSslName) {
    this.code = code;
    this.openSslName = openSslName;
  }

  /** The number on the wire, for example 0x1301. */
  public int code() {
    return code;
  }

  /** The name in the IANA registry; for every constant its own name. */
  public String ianaName() {
    return name();
  }

  /** The name as {@code SSL_CIPHER_get_name(3)} gives it; for TLS 1.3 the IANA name. */
  public String openSslName() {
    return openSslName;
  }

  /** The one version this suite belongs to. */
  public TlsVersion version() {
    return code >>> 8 == 0x13 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
  }

  /** Whether records are protected by AES-GCM or ChaCha20-Poly1305, and not by CBC. */
  public boolean aead() {
    return aead;
  }

  /** The bits of the key that protects records ({@code SSL_CIPHER_get_bits(3)}): 128 or 256. */
  public int bits() {
    return name().contains("_AES_128_") ? 128 : 256;
  }

  /** The length of its hash's output, in bytes: 48 for SHA-384, else 32. */
  public int hashLength() {
    return hashLength;
  }

  /**
   * Whether a ticket of TLS 1.3 that was issued under this suite can be resumed under another: both
   * have one hash (RFC 8446 section 4.2.11). False for suites of TLS 1.2.
   */
  public boolean sharesTickets(CipherSuite other) {
    return version() == TlsVersion.TLS_1_3
        && other.version() == TlsVersion.TLS_1_3
        && hashLength() == other.hashLength();
  }

  /** Whether the key exchange is ephemeral; false only for RSA key exchange. */
  public boolean forwardSecret() {
    return !name().startsWith("TLS_RSA_");
  }

  /**
   * Whether this suite must be named by its full name: it lacks {@link #aead} or {@link
   * #forwardSecret}.
   */
  public boolean onlyByName() {
    return !aead() || !forwardSecret();
  }

  /**
   * The suite with this number.
   *
   * @param code the number on the wire
   * @return the constant, or null for a suite this library does not know
   */
  public static CipherSuite of(int code) {
    return BY_CODE.get(code);
  }

  /**
   * The suites of a configuration that names none, the preferred one first: the three of TLS 1.3,
   * then those of TLS 1.2 with ECDHE and AEAD.
   */
  public static List<CipherSuite> defaults() {
    return DEFAULTS;
  }

  private boolean isDefault() {
    return !onlyByName() && !name().startsWith("TLS_DHE_");
  }
}
