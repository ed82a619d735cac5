package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an algorithm consists of, by all the names that a security property may call it: {@code
 * TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} is ECDHE, RSA, AES and more. All in upper case.
 */
final class Elements {

  private static final Pattern JOINTS =
      Pattern.compile("with|and|(?<!padd)in", Pattern.CASE_INSENSITIVE);

  /** The other names of curves that certificates have. */
  static final Map<NamedGroup, List<String>> CURVES =
      Map.of(
          NamedGroup.P_256,
          List.of("NIST P-256", "X9.62 PRIME256V1", "PRIME256V1", "1.2.840.10045.3.1.7"),
          NamedGroup.P_384,
          List.of("NIST P-384", "1.3.132.0.34"),
          NamedGroup.P_521,
          List.of("NIST P-521", "1.3.132.0.35"));

  private static final Map<NamedGroup, List<NamedGroup>> HALVES =
      Map.of(
          NamedGroup.X25519MLKEM768, List.of(NamedGroup.X25519),
          NamedGroup.SECP256R1MLKEM768, List.of(NamedGroup.P_256),
          NamedGroup.SECP384R1MLKEM1024, List.of(NamedGroup.P_384));

  private Elements() {}

  /** Of any of JSSE's names: a suite, a group, a scheme, or {@code SHA256withRSA} and its like. */
  static Set<String> of(String name) {
    CipherSuite suite = Names.suite(name);
    if (suite != null) {
      return of(suite);
    }
    NamedGroup group = Names.group(name);
    if (group != null) {
      return of(group);
    }
    SignatureScheme scheme = Names.scheme(name);
    return scheme == null ? ofSignature(name) : of(scheme);
  }

  /** How the suite's keys are agreed on and its peers proven; it alone has to do with chains. */
  static Set<String> keyExchange(CipherSuite suite) {
    Set<String> elements = new HashSet<>();
    if (suite.version() == TlsVersion.TLS_1_2) {
      String name = suite.ianaName();
      String exchange = name.substring("TLS_".length(), name.indexOf("_WITH_"));
      elements.add(exchange);
      elements.addAll(List.of(exchange.split("_")));
      if (elements.contains("DHE")) {
        elements.addAll(List.of("DH", "DIFFIEHELLMAN"));
      }
    }
    return elements;
  }

  private static Set<String> of(CipherSuite suite) {
    Set<String> elements = keyExchange(suite);
    String name = suite.ianaName();
    elements.add(name);
    String cipher =
        name.substring(name.contains("_WITH_") ? name.indexOf("_WITH_") + 6 : 4)
            .replaceFirst("_SHA[0-9]*$", "");
    elements.add(cipher);
    if (cipher.startsWith("AES")) {
      elements.addAll(List.of("AES", suite.aead() ? "GCM" : "CBC", "NOPADDING"));
    } else {
      elements.add("CHACHA20-POLY1305");
    }
    addHash(elements, suite.hashLength() == 48 ? "SHA384" : "SHA256");
    if (!suite.aead()) {
      String mac = name.substring(name.lastIndexOf('_') + 1);
      addHash(elements, mac.equals("SHA") ? "SHA1" : mac);
    }
    return elements;
  }

  private static void addHash(Set<String> elements, String hash) {
    elements.addAll(List.of(hash, hash.replace("SHA", "SHA-"), "HMAC" + hash));
  }

  private static Set<String> of(NamedGroup group) {
    Set<String> elements = new HashSet<>(CURVES.getOrDefault(group, List.of()));
    elements.add(upper(group.ianaName()));
    elements.add(upper(keyName(group)));
    if (group.finiteField()) {
      elements.add("DH");
    }
    for (NamedGroup half : HALVES.getOrDefault(group, List.of())) {
      elements.addAll(of(half));
      elements.addAll(
          List.of("ML-KEM", group.ianaName().endsWith("768") ? "ML-KEM-768" : "ML-KEM-1024"));
    }
    return elements;
  }

  /** The algorithm of the group's keys, as JSSE asks for it. */
  static String keyName(NamedGroup group) {
    if (group.finiteField()) {
      return "DiffieHellman";
    }
    return switch (group) {
      case X25519, X448, X25519MLKEM768 -> "XDH";
      default -> "EC";
    };
  }

  /** The length of its keys; of a curve, for one that is combined with another. */
  static int bits(NamedGroup group) {
    return switch (group) {
      case X25519, X25519MLKEM768 -> 255;
      case P_256, SECP256R1MLKEM768 -> 256;
      case P_384, SECP384R1MLKEM1024 -> 384;
      case X448 -> 448;
      case P_521 -> 521;
      case FFDHE2048 -> 2048;
      case FFDHE3072 -> 3072;
      case FFDHE4096 -> 4096;
    };
  }

  private static Set<String> of(SignatureScheme scheme) {
    Set<String> elements = new HashSet<>();
    elements.add(upper(scheme.ianaName()));
    signatureNames(scheme).forEach(name -> elements.addAll(ofSignature(name)));
    return elements;
  }

  /** The scheme in the words of {@link java.security.Signature}, and the kind of its key. */
  static List<String> signatureNames(SignatureScheme scheme) {
    String name = scheme.ianaName();
    String hash = "SHA" + name.substring(name.length() - 3);
    if (name.startsWith("ecdsa")) {
      return List.of(hash + "withECDSA", "EC");
    }
    if (name.startsWith("rsa_pkcs1")) {
      return List.of(hash + "withRSA", "RSA");
    }
    if (name.startsWith("rsa_pss_rsae")) {
      return List.of("RSASSA-PSS", hash, "RSA");
    }
    if (name.startsWith("rsa_pss_pss")) {
      return List.of("RSASSA-PSS", hash);
    }
    return List.of(name.equals("ed448") ? "Ed448" : "Ed25519", "EdDSA");
  }

  /** Of {@code SHA256withRSA}, {@code SHA-256}, {@code EC} and so on. */
  static Set<String> ofSignature(String name) {
    Set<String> elements = new HashSet<>();
    elements.add(upper(name));
    for (String part : name.split("/")) {
      for (String element : JOINTS.split(part)) {
        String word = upper(element);
        elements.add(word);
        if (word.matches("SHA-?[0-9]+")) {
          String bare = word.replace("-", "");
          elements.addAll(List.of(bare, bare.replace("SHA", "SHA-")));
        }
      }
    }
    elements.remove("");
    return elements;
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
