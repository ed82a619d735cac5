package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.ConfigException;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is enabled where nobody says so: the JDK's system properties {@code jdk.tls.…}, as they are
 * when a context is made, and what the security properties disable.
 *
 * @param disabled what must not be used
 * @param clientProtocols JSSE's names, the best first
 * @param serverProtocols the same
 * @param clientSuites JSSE's names, the preferred one first
 * @param serverSuites the same
 * @param supportedSuites all that are not disabled
 * @param groups JSSE's names, the preferred one first
 * @param clientSchemes the same; null for this library's
 * @param serverSchemes the same
 */
record SystemSettings(
    DisabledAlgorithms disabled,
    List<String> clientProtocols,
    List<String> serverProtocols,
    List<String> clientSuites,
    List<String> serverSuites,
    List<String> supportedSuites,
    List<String> groups,
    List<String> clientSchemes,
    List<String> serverSchemes) {

  /**
   * As the properties are now.
   *
   * @param base whose versions, suites and groups are enabled where no property says otherwise
   * @param best the highest protocol of clients; null: what base and the properties say
   * @throws ConfigException naming the property that cannot be read
   */
  static SystemSettings of(TlsConfig base, TlsVersion best) {
    DisabledAlgorithms disabled = DisabledAlgorithms.now();
    Constrained permitted = new Constrained(disabled, null);
    List<String> own = new ArrayList<>();
    base.versions().forEach(version -> own.add(0, version.openSslName()));
    List<String> clients =
        best == null
            ? protocols("jdk.tls.client.protocols", own)
            : Names.protocols().stream()
                .filter(name -> Names.protocol(name).compareTo(best) <= 0)
                .toList();
    List<String> servers = best == null ? protocols("jdk.tls.server.protocols", own) : own;
    clients = clients.stream().filter(permitted::permitsProtocol).toList();
    servers = servers.stream().filter(permitted::permitsProtocol).toList();
    return new SystemSettings(
        disabled,
        clients,
        servers,
        suites("jdk.tls.client.cipherSuites", base, clients, permitted::permits),
        suites("jdk.tls.server.cipherSuites", base, servers, permitted::permits),
        Names.ofSuites(Stream.of(CipherSuite.values()).filter(permitted::permits).toList()),
        groups(base, permitted),
        schemes("jdk.tls.client.SignatureSchemes"),
        schemes("jdk.tls.server.SignatureSchemes"));
  }

  List<String> protocols(boolean client) {
    return client ? clientProtocols : serverProtocols;
  }

  List<String> suites(boolean client) {
    return client ? clientSuites : serverSuites;
  }

  List<String> schemes(boolean client) {
    return client ? clientSchemes : serverSchemes;
  }

  private static List<String> protocols(String property, List<String> otherwise) {
    List<String> named = list(property);
    for (String name : named) {
      if (Names.protocol(name) == null && !Names.isOtherProtocol(name)) {
        throw new ConfigException(
            "system property " + property + " names " + Printable.text(name) + ", no protocol");
      }
    }
    return named.isEmpty()
        ? otherwise
        : named.stream().filter(name -> Names.protocol(name) != null).distinct().toList();
  }

  private static List<String> suites(
      String property, TlsConfig base, List<String> protocols, Predicate<CipherSuite> permitted) {
    List<CipherSuite> named = Names.known(list(property), Names::suite);
    return Names.ofSuites(
        (named.isEmpty() ? base.cipherSuites() : named)
            .stream()
                .filter(suite -> protocols.contains(suite.version().openSslName()))
                .filter(permitted)
                .toList());
  }

  private static List<String> groups(TlsConfig base, Constrained permitted) {
    String property = "jdk.tls.namedGroups";
    List<String> names = list(property);
    List<NamedGroup> named = Names.known(names, Names::group);
    if (named.isEmpty() && !names.isEmpty()) {
      throw new ConfigException(
          "system property " + property + " names no group that is supported: " + text(names));
    }
    return Names.ofGroups(
        (named.isEmpty() ? base.groups() : named).stream().filter(permitted::permits).toList());
  }

  private static List<String> schemes(String property) {
    List<SignatureScheme> named = Names.known(list(property), Names::scheme);
    return named.isEmpty() ? null : Names.ofSchemes(named);
  }

  /** The names in a property, which may be in quotes; none if it is not set. */
  private static List<String> list(String property) {
    String value = System.getProperty(property, "").strip();
    if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1);
    }
    return split(value, Function.identity());
  }

  /** What stands between commas, without blanks around it. */
  static <T> List<T> split(String list, Function<String, T> read) {
    return Stream.of(list.split(","))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .map(read)
        .toList();
  }

  private static String text(Collection<String> names) {
    return Printable.text(String.join(", ", names));
  }
}
