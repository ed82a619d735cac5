package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.ConfigException;
import dev.heddle.config.HostName;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyCallback;
import dev.heddle.config.VerifyMode;
import dev.heddle.jsse.Parameters.ClientAuth;
import dev.heddle.text.IpLiteral;
import java.security.cert.CertificateException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509TrustManager;

/** Makes the configurations of a context's connections, and keeps those last asked for. */
final class Configs {

  /** Each takes about a kilobyte. */
  private static final int MOST = 256;

  /** The names of authorities that a server sends: how many bytes of them, at most. */
  private static final int MOST_NAME_BYTES = 1 << 15;

  private final TlsConfig base;
  private final SystemSettings system;
  private final X509TrustManager trustManager;
  private final Lately<Key, TlsConfig> made = new Lately<>(MOST);

  private record Key(boolean client, Parameters parameters, String host, Sessions sessions) {}

  /**
   * Those of one context.
   *
   * @param base what no parameter says
   * @param trustManager whose issuers a server names to its clients
   */
  Configs(TlsConfig base, SystemSettings system, X509TrustManager trustManager) {
    this.base = base;
    this.system = system;
    this.trustManager = trustManager;
  }

  /** See {@link Context#config}. */
  TlsConfig get(boolean client, Parameters parameters, String host, Sessions sessions)
      throws SSLException {
    Key key = new Key(client, parameters, client ? host : null, sessions);
    TlsConfig known = made.get(key);
    return known != null ? known : made.put(key, make(key));
  }

  private TlsConfig make(Key key) throws SSLException {
    Parameters parameters = key.parameters;
    Sessions sessions = key.sessions.withFullHandshakes(parameters.enableSessionCreation());
    TlsConfig.Builder builder = base.toBuilder().sessions(sessions);
    try {
      agree(builder, key.client, parameters);
      if (base.certVerifyCallback().orElse(null) instanceof TrustBridge judge) {
        builder.insecureCertVerifyCallback(judge.under(parameters));
      }
      builder
          .preferServerOrder(parameters.preferServerOrder())
          .alpnProtocols(parameters.applicationProtocols());
      if (key.client) {
        client(builder, parameters, key.host);
      } else {
        server(builder, parameters);
      }
      if (base.certVerifyCallback().isEmpty()) {
        constrainPaths(builder, key.client, parameters);
      }
      return builder.build();
    } catch (ConfigException e) {
      throw new SSLException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new SSLException("the caller's constraints or trust manager failed: " + e, e);
    }
  }

  /** Beside a callback that the configuration has, which goes on to see what is permitted. */
  private void constrainPaths(TlsConfig.Builder builder, boolean client, Parameters parameters) {
    ChainConstraints constraints =
        ChainConstraints.of(
            system.disabled(), parameters.algorithmConstraints(), client, base.clock());
    VerifyCallback own = base.verifyCallback().orElse(null);
    if (constraints == null || own == null) {
      if (own == null) {
        builder.verifyCallback(constraints);
      }
      return;
    }
    VerifyCallback both = step -> (!step.ok() || constraints.verify(step)) && own.verify(step);
    if (base.overrules()) {
      builder.insecureOverrule(both);
    } else {
      builder.verifyCallback(both);
    }
  }

  /** Versions, suites, groups and schemes: what is enabled and permitted. */
  private void agree(TlsConfig.Builder builder, boolean client, Parameters parameters)
      throws SSLException {
    Constrained permitted = new Constrained(system.disabled(), parameters.algorithmConstraints());
    Set<TlsVersion> versions =
        parameters.protocols().stream()
            .filter(permitted::permitsProtocol)
            .map(Names::protocol)
            .collect(Collectors.toSet());
    List<CipherSuite> suites =
        active(parameters.cipherSuites(), Names::suite, permitted::permits).stream()
            .filter(suite -> versions.contains(suite.version()))
            .toList();
    versions.removeIf(version -> suites.stream().noneMatch(s -> s.version() == version));
    if (versions.isEmpty()) {
      throw new SSLHandshakeException(
          "no protocol is left: enabled are "
              + parameters.protocols()
              + " with "
              + parameters.cipherSuites()
              + ", less what jdk.tls.disabledAlgorithms, jdk.certpath.disabledAlgorithms and the"
              + " caller's constraints forbid");
    }
    List<String> named =
        parameters.signatureSchemes() == null
            ? system.schemes(client)
            : parameters.signatureSchemes();
    builder
        .minVersion(Collections.min(versions))
        .maxVersion(Collections.max(versions))
        .cipherSuites(suites)
        .groups(some("named group", parameters.namedGroups(), Names::group, permitted::permits))
        .signatureSchemes(
            some(
                "signature scheme",
                named == null ? Names.ofSchemes(base.signatureSchemes()) : named,
                Names::scheme,
                permitted::permits));
  }

  private static <T> List<T> active(
      List<String> names, Function<String, T> find, Predicate<T> permitted) {
    return Names.known(names, find).stream().filter(permitted).toList();
  }

  private static <T> List<T> some(
      String what, List<String> names, Function<String, T> find, Predicate<T> permitted)
      throws SSLException {
    List<T> left = active(names, find, permitted);
    if (left.isEmpty()) {
      throw new SSLHandshakeException(
          "no " + what + " is left of " + names + " that is supported and permitted");
    }
    return left;
  }

  private void client(TlsConfig.Builder builder, Parameters parameters, String host)
      throws SSLException {
    String asked = parameters.serverName();
    if (asked != null) {
      builder.serverName(asked);
    } else if (parameters.serverNames() != null) {
      builder.serverName("");
    } else if (base.serverName().isEmpty()) {
      builder.serverName(dnsName(host));
    }
    if (base.hostName().isPresent()) {
      return; // whose configuration names the host has decided
    }
    if (!parameters.identifiesEndpoint()) {
      builder.insecureNoHostName();
      return;
    }
    try {
      Identification.require(parameters.endpointIdentification());
    } catch (CertificateException e) {
      throw (SSLException) new SSLHandshakeException(e.getMessage()).initCause(e);
    }
    String name = asked != null ? asked : host;
    if (name != null) {
      builder.hostName(name);
    } else if (base.certVerifyCallback().isPresent()) {
      builder.insecureNoHostName(); // the caller's trust manager is told, and decides
    } else if (base.insecureNoHostName()) {
      // The library would take any name; without that setting it refuses by itself.
      throw new SSLHandshakeException(
          "endpoint identification ("
              + parameters.endpointIdentification()
              + ") without the name of a host");
    }
  }

  /** What SNI can carry of a host; the empty string for nothing. */
  private static String dnsName(String host) {
    if (host == null || IpLiteral.parse(host) != null) {
      return "";
    }
    try {
      return HostName.of(host).text();
    } catch (ConfigException e) {
      return "";
    }
  }

  private void server(TlsConfig.Builder builder, Parameters parameters) {
    if (parameters.usesSelector()) {
      builder.alpnSelectCallback(HelloBridge.SELECTOR);
    }
    if (parameters.sniMatchers() != null && !parameters.sniMatchers().isEmpty()) {
      builder.clientHelloCallback(HelloBridge.SERVER_NAMES);
    }
    if (parameters.clientAuth() == ClientAuth.NONE) {
      if (base.verifyMode(false) != VerifyMode.NONE) {
        builder.insecureVerifyNone();
      }
      return;
    }
    builder.verifyMode(
        parameters.clientAuth() == ClientAuth.NEED ? VerifyMode.REQUIRE : VerifyMode.PEER);
    if (base.clientCaNames().isEmpty()) {
      builder.clientCaNames(Issuers.of(trustManager, MOST_NAME_BYTES));
    }
  }
}
