package dev.heddle.config;

import dev.heddle.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of signature schemes as OpenSSL spells them. */
public final class SigAlgs {

  private SigAlgs() {}

  /**
   * A list of signature schemes: {@code SSL_CTX_set1_sigalgs_list(3)}.
   *
   * @param list names as {@link SignatureScheme#ianaName} gives them or of the form {@code
   *     RSA+SHA256}, {@code RSA-PSS+SHA256}, {@code ECDSA+SHA256}, in upper or lower case,
   *     separated by colons, commas or blanks, the preferred one first; an element with {@code ?}
   *     before it is passed over if it is unknown
   * @return each scheme once; never empty
   * @throws ConfigException naming the element that is unknown, or of SHA-1, MD5 or DSA, or if no
   *     scheme is left
   */
  public static List<SignatureScheme> parse(String list) {
    NameList.split(list).forEach(element -> refuseWeak(element, list));
    List<SignatureScheme> schemes = NameList.parse(list, "signature scheme", BY_NAME, KNOWN);
    if (schemes.isEmpty()) {
      throw new ConfigException(
          "no signature scheme in '" + Printable.text(list) + "'; known are " + KNOWN);
    }
    return schemes;
  }

  private static void refuseWeak(String element, String list) {
    Matcher weak = WEAK.matcher(NameList.lower(element));
    if (weak.matches()) {
      throw new ConfigException(
          "signature scheme '"
              + Printable.text(element)
              + "' in '"
              + Printable.text(list)
              + "' is too weak: no signature with SHA-1, MD5 or DSA is made or accepted");
    }
  }

  private static Map<String, SignatureScheme> byName() {
    Map<String, SignatureScheme> names = new HashMap<>();
    for (SignatureScheme scheme : SignatureScheme.values()) {
      names.put(scheme.ianaName(), scheme);
      scheme.openSslNames().forEach(name -> names.put(NameList.lower(name), scheme));
    }
    return Map.copyOf(names);
  }

  private static final Map<String, SignatureScheme> BY_NAME = byName();

  /** As OpenSSL and the registry name them; RFC 9155 has done away with them. */
  private static final Pattern WEAK =
      Pattern.compile("(rsa|ecdsa|dsa)\\+(sha1|md5)|dsa\\+sha\\d+|(rsa_pkcs1|ecdsa)_sha1");

  private static final String KNOWN =
      Stream.of(SignatureScheme.values())
          .map(SignatureScheme::ianaName)
          .collect(Collectors.joining(", "));
}
