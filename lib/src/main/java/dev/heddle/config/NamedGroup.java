package dev.heddle.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups for key exchange, of the IANA registry "TLS Supported Groups". The finite-field groups are
 * those of RFC 7919, the hybrid ones with ML-KEM (for TLS 1.3 only) those of
 * draft-ietf-tls-ecdhe-mlkem.
 */
public enum NamedGroup {
  X25519MLKEM768(0x11EC, "X25519MLKEM768", "X25519MLKEM768"),
  X25519(0x001D, "x25519", "X25519"),
  P_256(0x0017, "secp256r1", "P-256", "prime256v1"),
  P_384(0x0018, "secp384r1", "P-384"),
  P_521(0x0019, "secp521r1", "P-521"),
  X448(0x001E, "x448", "X448"),
  SECP256R1MLKEM768(0x11EB, "SecP256r1MLKEM768", "SecP256r1MLKEM768"),
  SECP384R1MLKEM1024(0x11ED, "SecP384r1MLKEM1024", "SecP384r1MLKEM1024"),
  FFDHE2048(0x0100, "ffdhe2048", "ffdhe2048"),
  FFDHE3072(0x0101, "ffdhe3072", "ffdhe3072"),
  FFDHE4096(0x0102, "ffdhe4096", "ffdhe4096");

  private static final Map<Integer, NamedGroup> BY_CODE = new HashMap<>();
  private static final List<NamedGroup> DEFAULTS = List.of(X25519MLKEM768, X25519, P_256, P_384);

  static {
    for (NamedGroup group : values()) {
      BY_CODE.put(group.code, group);
    }
  }

  private final int code;
  private final String ianaName;
  private final List<String> openSslNames;

  NamedGroup(int code, String ianaName, String... openSslNames) {
    this.code = code;
    this.ianaName = ianaName;
    this.openSslNames = List.of(openSslNames);
  }

  /** The number on the wire, for example 0x001D. */
  public int code() {
    return code;
  }

  /** The name in the IANA registry, for example {@code secp256r1}. */
  public String ianaName() {
    return ianaName;
  }

  /** The name OpenSSL's manual uses, for example {@code P-256}. */
  public String openSslName() {
    return openSslNames.get(0);
  }

  /** All names {@code SSL_CTX_set1_groups_list(3)} takes besides the IANA one; never empty. */
  public List<String> openSslNames() {
    return openSslNames;
  }

  /** Whether this group is one of finite fields (RFC 7919), and not of a curve or hybrid. */
  public boolean finiteField() {
    return code >= 0x0100 && code <= 0x01FF;
  }

  /** Whether this group combines a curve with ML-KEM; such a group exists in TLS 1.3 only. */
  public boolean hybrid() {
    return code >= 0x11EB && code <= 0x11ED;
  }

  /**
   * The group with this number.
   *
   * @param code the number on the wire
   * @return the constant, or null for a group this library does not know
   */
  public static NamedGroup of(int code) {
    return BY_CODE.get(code);
  }

  /** The groups of a configuration that names none, the preferred one first. */
  public static List<NamedGroup> defaults() {
    return DEFAULTS;
  }
}
