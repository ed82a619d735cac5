package dev.heddle.jsse;

import dev.heddle.config.SignatureScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the JDK calls signature schemes: the names of {@code java.security.Signature}, which {@code
 * ExtendedSSLSession} tells to managers. A peer also names schemes that this library does not use.
 */
final class SignatureNames {

  private static final String PSS = "RSASSA-PSS";

  /** By number: RFC 8446 section 4.2.3, and for those of old RFC 5246 section 7.4.1.4.1. */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0x0101, "MD5withRSA"),
          Map.entry(0x0201, "SHA1withRSA"),
          Map.entry(0x0202, "SHA1withDSA"),
          Map.entry(0x0203, "SHA1withECDSA"),
          Map.entry(0x0301, "SHA224withRSA"),
          Map.entry(0x0302, "SHA224withDSA"),
          Map.entry(0x0303, "SHA224withECDSA"),
          Map.entry(0x0401, "SHA256withRSA"),
          Map.entry(0x0402, "SHA256withDSA"),
          Map.entry(0x0403, "SHA256withECDSA"),
          Map.entry(0x0501, "SHA384withRSA"),
          Map.entry(0x0503, "SHA384withECDSA"),
          Map.entry(0x0601, "SHA512withRSA"),
          Map.entry(0x0603, "SHA512withECDSA"),
          Map.entry(0x0804, PSS),
          Map.entry(0x0805, PSS),
          Map.entry(0x0806, PSS),
          Map.entry(0x0807, "Ed25519"),
          Map.entry(0x0808, "Ed448"),
          Map.entry(0x0809, PSS),
          Map.entry(0x080A, PSS),
          Map.entry(0x080B, PSS));

  /** The names in the same order; a scheme that has none is left out. */
  static List<String> of(List<Integer> schemes) {
    List<String> names = new ArrayList<>(schemes.size());
    for (int scheme : schemes) {
      String name = NAMES.get(scheme);
      if (name != null) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /** Those of the schemes with these names of the IANA registry; null for our defaults. */
  static List<String> ofNamed(List<String> ianaNames) {
    List<Integer> codes = new ArrayList<>();
    for (SignatureScheme each : SignatureScheme.values()) {
      if (ianaNames == null) {
        codes.add(each.code());
      }
    }
    if (ianaNames != null) {
      ianaNames.forEach(name -> add(name, codes));
    }
    return of(codes);
  }

  private static void add(String ianaName, List<Integer> codes) {
    for (SignatureScheme each : SignatureScheme.values()) {
      if (each.ianaName().equalsIgnoreCase(ianaName)) {
        codes.add(each.code());
      }
    }
  }

  private SignatureNames() {}
}
