package dev.heddle.config;

import dev.heddle.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists of cipher suites as OpenSSL spells them.
 *
 * <p>Two things differ from {@code openssl-ciphers(1)}. A keyword never brings in a suite with CBC
 * or with RSA key exchange: such a suite is enabled by its full name only. And a name that neither
 * OpenSSL nor this library has is an error, not passed over.
 */
public final class CipherSuites {

  private CipherSuites() {}

  /**
   * A list of TLS 1.2 suites: {@code SSL_CTX_set_cipher_list(3)}, {@code openssl-ciphers(1)}.
   *
   * @param list elements separated by colons, commas or blanks: a suite by its OpenSSL or IANA
   *     name; a keyword ({@code DEFAULT} as the first element, {@code ALL}, {@code HIGH}, {@code
   *     ECDHE}, {@code DHE}, {@code aECDSA}, {@code aRSA}, {@code AESGCM}, {@code AES128}, {@code
   *     AES256}, {@code CHACHA20} and others) or several joined by {@code +}; either with {@code !}
   *     before it (never), {@code -} (take out), {@code +} (move to the end); {@code @STRENGTH}
   *     (sort by key length); {@code @SECLEVEL=2}, which always holds
   * @return each suite once, the preferred one first; never empty
   * @throws ConfigException naming the element that is unknown, that asks for another security
   *     level, or that selects only suites which must be named one by one; or if no suite is left
   */
  public static List<CipherSuite> parse12(String list) {
    Set<CipherSuite> selected = new LinkedHashSet<>();
    Set<CipherSuite> banned = EnumSet.noneOf(CipherSuite.class);
    List<String> elements = NameList.split(list);
    for (int i = 0; i < elements.size(); i++) {
      String element = elements.get(i);
      char first = element.charAt(0);
      if (first == '@') {
        command(element, selected);
      } else if (first == '!' || first == '-' || first == '+') {
        List<CipherSuite> matching = matching(element.substring(1), element, list);
        switch (first) {
          case '!' -> {
            banned.addAll(matching);
            matching.forEach(selected::remove);
          }
          case '-' -> matching.forEach(selected::remove);
          default -> moveToEnd(selected, matching);
        }
      } else if (element.equals("DEFAULT")) {
        if (i > 0) {
          throw new ConfigException(
              "DEFAULT must be the first element in '" + Printable.text(list) + "'");
        }
        selected.addAll(only12(CipherSuite.defaults()));
      } else {
        List<CipherSuite> matching = toAdd(element, list);
        matching.stream().filter(suite -> !banned.contains(suite)).forEach(selected::add);
      }
    }
    if (selected.isEmpty()) {
      throw new ConfigException("no cipher suite is left of '" + Printable.text(list) + "'");
    }
    return List.copyOf(selected);
  }

  /**
   * A list of TLS 1.3 suites: {@code SSL_CTX_set_ciphersuites(3)}.
   *
   * @param list IANA names separated by colons, commas or blanks, the preferred one first
   * @return each suite once; empty for an empty list, which enables none
   * @throws ConfigException naming the element that is unknown or of TLS 1.2
   */
  public static List<CipherSuite> parse13(String list) {
    Set<CipherSuite> found = new LinkedHashSet<>();
    for (String element : NameList.split(list)) {
      CipherSuite suite = BY_NAME.get(element.toUpperCase(Locale.ROOT));
      if (suite == null) {
        throw NameList.unknown(element, "TLS 1.3 cipher suite", list, Words.KNOWN_13);
      }
      if (suite.version() != TlsVersion.TLS_1_3) {
        throw new ConfigException(
            "cipher suite '"
                + element
                + "' is of TLS 1.2; known for TLS 1.3 are "
                + Words.KNOWN_13);
      }
      found.add(suite);
    }
    return List.copyOf(found);
  }

  /** Those of one version, in their order. */
  static List<CipherSuite> only(TlsVersion version, List<CipherSuite> suites) {
    return suites.stream().filter(suite -> suite.version() == version).toList();
  }

  private static List<CipherSuite> toAdd(String element, String list) {
    CipherSuite named = named(element);
    if (named != null) {
      return List.of(named);
    }
    List<CipherSuite> matching = matching(element, element, list);
    List<CipherSuite> allowed = matching.stream().filter(suite -> !suite.onlyByName()).toList();
    if (allowed.isEmpty() && !matching.isEmpty()) {
      throw new ConfigException(
          "'"
              + Printable.text(element)
              + "' selects only suites with CBC or RSA key exchange, which must be named one by"
              + " one: "
              + names(matching));
    }
    return allowed;
  }

  /** All TLS 1.2 suites that one name, keyword or conjunction of keywords stands for. */
  private static List<CipherSuite> matching(String name, String element, String list) {
    CipherSuite named = named(name);
    if (named != null) {
      return List.of(named);
    }
    Predicate<CipherSuite> all = suite -> true;
    String[] parts = name.split("\\+", -1);
    for (String part : parts) {
      Predicate<CipherSuite> keyword = Words.KEYWORDS.get(part);
      if (keyword == null) {
        throw NameList.unknown(
            element,
            "cipher suite or keyword",
            list,
            Nearest.names(part, Words.KNOWN_12),
            "suites are named as OpenSSL or IANA has them (ECDHE-RSA-AES128-GCM-SHA256), keywords"
                + " are those of openssl-ciphers(1), with its upper and lower case (ECDHE, AESGCM)");
      }
      all = all.and(keyword);
    }
    return ALL_12.stream().filter(all).toList();
  }

  /** The TLS 1.2 suite of this name; null if there is none. */
  private static CipherSuite named(String name) {
    CipherSuite suite = BY_NAME.get(name.toUpperCase(Locale.ROOT));
    if (suite != null && suite.version() == TlsVersion.TLS_1_3) {
      throw new ConfigException(
          "cipher suite '" + name + "' is of TLS 1.3 and has no place in a list for TLS 1.2");
    }
    return suite;
  }

  private static void command(String element, Set<CipherSuite> selected) {
    if (element.equals("@STRENGTH")) {
      List<CipherSuite> sorted = new ArrayList<>(selected);
      sorted.sort(Comparator.comparingInt(CipherSuites::keyBits).reversed());
      selected.clear();
      selected.addAll(sorted);
    } else if (element.startsWith("@SECLEVEL=")) {
      if (!element.equals("@SECLEVEL=2")) {
        throw new ConfigException(
            "'"
                + Printable.text(element)
                + "' cannot be had: the strength of keys and signatures is that of @SECLEVEL=2");
      }
    } else {
      throw new ConfigException(
          "unknown command '"
              + Printable.text(element)
              + "' in a cipher list; known are @STRENGTH, @SECLEVEL=2");
    }
  }

  private static void moveToEnd(Set<CipherSuite> selected, List<CipherSuite> matching) {
    for (CipherSuite suite : List.copyOf(selected)) {
      if (matching.contains(suite)) {
        selected.remove(suite);
        selected.add(suite);
      }
    }
  }

  private static int keyBits(CipherSuite suite) {
    return suite.name().contains("AES_128") ? 128 : 256;
  }

  private static List<CipherSuite> only12(List<CipherSuite> suites) {
    return only(TlsVersion.TLS_1_2, suites);
  }

  private static String names(List<CipherSuite> suites) {
    return suites.stream().map(CipherSuite::openSslName).collect(Collectors.joining(", "));
  }

  private static Map<String, CipherSuite> byName() {
    Map<String, CipherSuite> names = new HashMap<>();
    for (CipherSuite suite : CipherSuite.values()) {
      names.put(suite.openSslName(), suite);
      names.put(suite.ianaName(), suite);
    }
    return Map.copyOf(names);
  }

  /** The keywords of openssl-ciphers(1), with its upper and lower case. */
  private static Map<String, Predicate<CipherSuite>> keywords() {
    Map<String, Predicate<CipherSuite>> words = new LinkedHashMap<>();
    put(words, suite -> true, "ALL", "HIGH");
    put(words, suite -> !suite.name().endsWith("_CBC_SHA"), "TLSv1.2");
    put(words, in("_ECDHE_"), "ECDHE", "EECDH", "kECDHE", "kEECDH", "ECDH");
    put(words, in("_DHE_"), "DHE", "EDH", "kDHE", "kEDH", "DH");
    put(words, suite -> !suite.forwardSecret(), "RSA", "kRSA");
    put(words, in("_ECDSA_"), "ECDSA", "aECDSA");
    put(words, in("RSA_WITH"), "aRSA");
    put(words, in("_AES_"), "AES");
    put(words, in("_AES_128_"), "AES128");
    put(words, in("_AES_256_"), "AES256");
    put(words, in("_GCM_"), "AESGCM");
    put(words, in("_CHACHA20_"), "CHACHA20");
    put(words, in("_CBC_"), "CBC");
    // Here the hash of the record's MAC is meant, which an AEAD suite does not have.
    put(
        words,
        suite -> suite.name().endsWith("_CBC_SHA"),
        "SHA1",
        "SHA",
        "TLSv1",
        "TLSv1.0",
        "SSLv3");
    put(words, suite -> suite.name().endsWith("_CBC_SHA256"), "SHA256");
    put(words, suite -> suite.name().endsWith("_CBC_SHA384"), "SHA384");
    // What this library has not at all. They stand in nearly every list, mostly after "!".
    put(words, suite -> false, "MEDIUM", "LOW", "EXPORT", "EXP", "aNULL", "eNULL", "NULL");
    put(words, suite -> false, "ADH", "AECDH", "aDSS", "DSS", "aDH", "aECDH", "kDH", "kECDH");
    put(words, suite -> false, "PSK", "aPSK", "kPSK", "kECDHEPSK", "kDHEPSK", "kRSAPSK", "SRP");
    put(words, suite -> false, "aSRP", "kSRP", "kGOST", "aGOST", "GOST", "GOST94", "GOST89MAC");
    put(words, suite -> false, "MD5", "RC2", "RC4", "DES", "3DES", "IDEA", "SEED", "CAMELLIA");
    put(words, suite -> false, "CAMELLIA128", "CAMELLIA256", "ARIA", "ARIA128", "ARIA256");
    put(words, suite -> false, "ARIAGCM", "AESCCM", "AESCCM8", "SSLv2");
    put(words, suite -> false, "kDHr", "kDHd", "COMPLEMENTOFALL");
    return words;
  }

  private static void put(
      Map<String, Predicate<CipherSuite>> words, Predicate<CipherSuite> meaning, String... names) {
    for (String name : names) {
      words.put(name, meaning);
    }
  }

  private static Predicate<CipherSuite> in(String part) {
    return suite -> suite.name().contains(part);
  }

  private static final List<CipherSuite> ALL_12 = only12(List.of(CipherSuite.values()));
  private static final Map<String, CipherSuite> BY_NAME = byName();

  /** What only a list for TLS 1.2, or a mistake, needs: not every JVM's first handshake. */
  private static final class Words {
    static final Map<String, Predicate<CipherSuite>> KEYWORDS = keywords();

    static final List<String> KNOWN_12 =
        Stream.concat(
                KEYWORDS.keySet().stream(),
                ALL_12.stream().flatMap(suite -> Stream.of(suite.openSslName(), suite.ianaName())))
            .toList();
    static final String KNOWN_13 =
        Stream.of(CipherSuite.values())
            .filter(suite -> suite.version() == TlsVersion.TLS_1_3)
            .map(CipherSuite::ianaName)
            .collect(Collectors.joining(", "));
  }
}
