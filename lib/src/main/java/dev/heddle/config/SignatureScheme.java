package dev.heddle.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signature schemes of RFC 8446 section 4.2.3, without those of SHA-1. In TLS 1.2 the two bytes are
 * the hash and the signature algorithm of RFC 5246 section 7.4.1.4.1, and an ECDSA scheme there
 * does not tie the hash to a curve. The order of the constants is the order of preference.
 */
public enum SignatureScheme {
  ECDSA_SECP256R1_SHA256(0x0403, "ECDSA+SHA256"),
  ECDSA_SECP384R1_SHA384(0x0503, "ECDSA+SHA384"),
  ECDSA_SECP521R1_SHA512(0x0603, "ECDSA+SHA512"),
  ED25519(0x0807, "ed25519"),
  ED448(0x0808, "ed448"),
  RSA_PSS_RSAE_SHA256(0x0804, "RSA-PSS+SHA256", "PSS+SHA256"),
  RSA_PSS_RSAE_SHA384(0x0805, "RSA-PSS+SHA384", "PSS+SHA384"),
  RSA_PSS_RSAE_SHA512(0x0806, "RSA-PSS+SHA512", "PSS+SHA512"),
  RSA_PSS_PSS_SHA256(0x0809),
  RSA_PSS_PSS_SHA384(0x080A),
  RSA_PSS_PSS_SHA512(0x080B),
  RSA_PKCS1_SHA256(0x0401, "RSA+SHA256"),
  RSA_PKCS1_SHA384(0x0501, "RSA+SHA384"),
  RSA_PKCS1_SHA512(0x0601, "RSA+SHA512");

  private static final Map<Integer, SignatureScheme> BY_CODE = new HashMap<>();
  private static final List<SignatureScheme> DEFAULTS = List.of(values());

  static {
    for (SignatureScheme scheme : values()) {
      BY_CODE.put(scheme.code, scheme);
    }
  }

  private final int code;
  private final List<String> openSslNames;

  SignatureScheme(int code, String... openSslNames) {
    this.code = code;
    this.openSslNames = List.of(openSslNames);
  }

  /** The number on the wire, for example 0x0804. */
  public int code() {
    return code;
  }

  /** The name in the IANA registry, for example {@code rsa_pss_rsae_sha256}. */
  public String ianaName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name OpenSSL prints: {@code RSA+SHA256} where there is such a form, else the IANA name. */
  public String openSslName() {
    return openSslNames.isEmpty() ? ianaName() : openSslNames.get(0);
  }

  /** The names {@code SSL_CTX_set1_sigalgs_list(3)} takes besides the IANA one; may be empty. */
  public List<String> openSslNames() {
    return openSslNames;
  }

  /**
   * The scheme with this number.
   *
   * @param code the number on the wire
   * @return the constant, or null for a scheme this library does not know
   */
  public static SignatureScheme of(int code) {
    return BY_CODE.get(code);
  }

  /** The schemes of a configuration that names none, the preferred one first: all of them. */
  public static List<SignatureScheme> defaults() {
    return DEFAULTS;
  }
}
