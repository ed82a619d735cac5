package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JSSE's names of what can be enabled; "Java Security Standard Algorithm Names" lists them. */
final class Names {

  private static final Map<String, TlsVersion> PROTOCOLS =
      byName(TlsVersion.values(), TlsVersion::openSslName);
  private static final Map<String, CipherSuite> SUITES =
      byName(CipherSuite.values(), CipherSuite::ianaName);
  private static final Map<String, NamedGroup> GROUPS =
      byName(NamedGroup.values(), NamedGroup::ianaName);
  private static final Map<String, SignatureScheme> SCHEMES =
      byName(SignatureScheme.values(), SignatureScheme::ianaName);

  /** What JSSE knows and this library never speaks. */
  private static final Set<String> OTHER_PROTOCOLS =
      Set.of("TLSv1.1", "TLSv1", "SSLv3", "SSLv2Hello", "DTLSv1.2", "DTLSv1.0", "NONE");

  private Names() {}

  /** All protocols, the best first, as JSSE lists them. */
  static List<String> protocols() {
    return List.of(TlsVersion.TLS_1_3.openSslName(), TlsVersion.TLS_1_2.openSslName());
  }

  /** The protocol; null for another name. */
  static TlsVersion protocol(String name) {
    return name == null ? null : PROTOCOLS.get(name);
  }

  /** Whether JSSE knows it, although this library does not speak it. */
  static boolean isOtherProtocol(String name) {
    return OTHER_PROTOCOLS.contains(name);
  }

  /** The suite; null for another name. */
  static CipherSuite suite(String name) {
    return SUITES.get(name);
  }

  /** The group; null for another name. */
  static NamedGroup group(String name) {
    return GROUPS.get(name);
  }

  /** The scheme; null for another name. */
  static SignatureScheme scheme(String name) {
    return SCHEMES.get(name);
  }

  static List<String> ofSuites(Collection<CipherSuite> suites) {
    return suites.stream().map(CipherSuite::ianaName).toList();
  }

  static List<String> ofGroups(Collection<NamedGroup> groups) {
    return groups.stream().map(NamedGroup::ianaName).toList();
  }

  static List<String> ofSchemes(Collection<SignatureScheme> schemes) {
    return schemes.stream().map(SignatureScheme::ianaName).toList();
  }

  /** Those that have a name here, each once; the others are passed over, as JSSE does. */
  static <T> List<T> known(Collection<String> names, Function<String, T> find) {
    List<T> found = new ArrayList<>(names.size());
    for (String name : names) {
      T one = name == null ? null : find.apply(name);
      if (one != null && !found.contains(one)) {
        found.add(one);
      }
    }
    return found;
  }

  /**
   * What {@code setEnabledProtocols} makes of its argument.
   *
   * @throws IllegalArgumentException naming the first that is not supported
   */
  static List<String> supportedProtocols(String[] names) {
    if (names == null) {
      throw new IllegalArgumentException("the array of protocols is null");
    }
    for (String name : names) {
      if (protocol(name) == null) {
        throw new IllegalArgumentException(
            "unsupported protocol " + name + "; supported are " + protocols());
      }
    }
    return List.of(names);
  }

  /**
   * What {@code setEnabledCipherSuites} makes of its argument.
   *
   * @throws IllegalArgumentException naming the first that is not supported
   */
  static List<String> supportedSuites(String[] names) {
    if (names == null) {
      throw new IllegalArgumentException("the array of cipher suites is null");
    }
    for (String name : names) {
      if (name == null || name.isEmpty()) {
        throw new IllegalArgumentException("the array of cipher suites has a null or empty name");
      }
      if (suite(name) == null) {
        throw new IllegalArgumentException("unsupported cipher suite " + name);
      }
    }
    return List.of(names);
  }

  private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
    return Stream.of(values).collect(Collectors.toUnmodifiableMap(name, value -> value));
  }
}
