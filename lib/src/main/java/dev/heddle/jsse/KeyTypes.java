package dev.heddle.jsse;

import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which keys a peer accepts, in the words that JSSE asks key managers in: the names of the keys'
 * algorithms, the peer's preferred one first. They are those that SunJSSE asks for.
 *
 * @param version what is, or will be, agreed on
 * @param types the algorithms of keys, each once
 * @param schemes of signatures that the peer accepts and we may make, the peer's preferred first
 * @param groups TLS 1.2: those that the key of a certificate may be of; null for any
 */
record KeyTypes(
    TlsVersion version, List<String> types, List<SignatureScheme> schemes, List<Integer> groups) {

  private static final int SUPPORTED_GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SIGNATURE_ALGORITHMS_CERT = 50;

  /** RFC 5246 section 7.4.4, RFC 8422 section 5.5. */
  private static final int RSA_SIGN = 1;

  private static final int ECDSA_SIGN = 64;

  /** Of a client, for the server that asks it for a certificate. */
  static KeyTypes of(CertificateRequestInfo request, TlsConfig config) {
    List<SignatureScheme> schemes = known(request.signatureSchemes(), config);
    Set<String> types = algorithms(schemes);
    types.retainAll(algorithms(usable(schemes, request.version())));
    if (request.version() == TlsVersion.TLS_1_2) {
      types.removeIf(type -> !isAsked(type, request.certificateTypes()));
    }
    return new KeyTypes(
        request.version(), List.copyOf(types), usable(schemes, request.version()), null);
  }

  private static boolean isAsked(String type, List<Integer> asked) {
    return switch (type) {
      case "RSA", "RSASSA-PSS" -> asked.contains(RSA_SIGN);
      case "EC", "EdDSA" -> asked.contains(ECDSA_SIGN);
      default -> false;
    };
  }

  /** Of a server, for a client; no types if nothing can come of it. */
  static KeyTypes of(ClientHelloInfo hello, TlsConfig config) {
    TlsVersion version = null;
    for (TlsVersion each : config.versions()) {
      version = hello.supportedVersions().contains(each.code()) ? each : version; // ascending
    }
    List<Integer> codes = codes(hello.extension(SIGNATURE_ALGORITHMS));
    List<SignatureScheme> schemes = usable(known(codes, config), version);
    if (version == TlsVersion.TLS_1_3) {
      byte[] ofChain = hello.extension(SIGNATURE_ALGORITHMS_CERT);
      Set<String> types = algorithms(known(ofChain == null ? codes : codes(ofChain), config));
      types.retainAll(algorithms(schemes));
      return new KeyTypes(version, List.copyOf(types), schemes, null);
    }
    Set<String> types = version == null ? Set.of() : bySuites(hello, config);
    byte[] groups = hello.extension(SUPPORTED_GROUPS);
    return new KeyTypes(
        version, List.copyOf(types), schemes, groups == null ? null : codes(groups));
  }

  /** TLS 1.2: a suite says what kind of key it needs. */
  private static Set<String> bySuites(ClientHelloInfo hello, TlsConfig config) {
    List<CipherSuite> suites = new ArrayList<>();
    if (config.preferServerOrder()) {
      suites.addAll(config.cipherSuites());
      suites.removeIf(suite -> !hello.cipherSuites().contains(suite.code()));
    } else {
      hello.cipherSuites().forEach(code -> suites.add(CipherSuite.of(code)));
      suites.retainAll(config.cipherSuites());
    }
    Set<String> types = new LinkedHashSet<>();
    for (CipherSuite suite : suites) {
      types.addAll(
          switch (AuthTypes.keyExchange(suite)) {
            case "ECDHE_ECDSA" -> List.of("EC", "EdDSA");
            case "ECDHE_RSA", "DHE_RSA" -> List.of("RSA", "RSASSA-PSS");
            case "RSA" -> List.of("RSA");
            default -> List.of();
          });
    }
    return types;
  }

  /** Whether a key, whose algorithm is among the types, can sign for the peer. */
  boolean takes(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      boolean named =
          groups == null || groups.contains(group(bits) == null ? -1 : group(bits).code());
      return named
          && (version == TlsVersion.TLS_1_3
              ? schemes.contains(scheme(bits))
              : schemes.stream().anyMatch(scheme -> algorithm(scheme).equals("EC")));
    }
    if (key instanceof EdECPublicKey ed) {
      boolean small = ed.getParams().getName().equalsIgnoreCase("Ed25519");
      return schemes.contains(small ? SignatureScheme.ED25519 : SignatureScheme.ED448);
    }
    return algorithms(schemes).contains(key.getAlgorithm());
  }

  private static NamedGroup group(int bits) {
    return switch (bits) {
      case 256 -> NamedGroup.P_256;
      case 384 -> NamedGroup.P_384;
      case 521 -> NamedGroup.P_521;
      default -> null;
    };
  }

  private static SignatureScheme scheme(int bits) {
    return switch (bits) {
      case 256 -> SignatureScheme.ECDSA_SECP256R1_SHA256;
      case 384 -> SignatureScheme.ECDSA_SECP384R1_SHA384;
      case 521 -> SignatureScheme.ECDSA_SECP521R1_SHA512;
      default -> null;
    };
  }

  private static List<SignatureScheme> known(List<Integer> codes, TlsConfig config) {
    List<SignatureScheme> known = new ArrayList<>();
    for (int code : codes) {
      SignatureScheme scheme = SignatureScheme.of(code);
      if (scheme != null && config.signatureSchemes().contains(scheme)) {
        known.add(scheme);
      }
    }
    return known;
  }

  /** RFC 8446 section 4.2.3: in TLS 1.3, PKCS #1 v1.5 is for certificates alone. */
  private static List<SignatureScheme> usable(List<SignatureScheme> schemes, TlsVersion version) {
    return schemes.stream()
        .filter(each -> version != TlsVersion.TLS_1_3 || !each.ianaName().contains("pkcs1"))
        .toList();
  }

  private static Set<String> algorithms(List<SignatureScheme> schemes) {
    Set<String> algorithms = new LinkedHashSet<>();
    schemes.forEach(scheme -> algorithms.add(algorithm(scheme)));
    return algorithms;
  }

  /** Of the key that a scheme is for. */
  private static String algorithm(SignatureScheme scheme) {
    String name = scheme.ianaName();
    return name.startsWith("ecdsa")
        ? "EC"
        : name.startsWith("ed") ? "EdDSA" : name.startsWith("rsa_pss_pss") ? "RSASSA-PSS" : "RSA";
  }

  /** A list of numbers of two bytes, behind its length; empty for what is none. */
  private static List<Integer> codes(byte[] body) {
    List<Integer> codes = new ArrayList<>();
    for (int i = 2; body != null && i + 1 < body.length; i += 2) {
      codes.add((body[i] & 0xff) << 8 | body[i + 1] & 0xff);
    }
    return codes;
  }
}
