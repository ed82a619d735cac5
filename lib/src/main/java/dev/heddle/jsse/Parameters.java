package dev.heddle.jsse;

import dev.heddle.config.HostName;
import java.security.AlgorithmConstraints;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;

/**
 * What a connection is set to: {@link SSLParameters} under another roof, with nothing left open.
 * Immutable, so that a configuration can be kept for all connections with equal ones; a setter of a
 * socket puts another in its place. Matchers and constraints are the caller's code: two of them are
 * equal only if they are the same object.
 *
 * @param protocols the enabled ones, JSSE's names
 * @param cipherSuites the enabled ones, in order, JSSE's names
 * @param clientAuth whether a server asks for a certificate
 * @param endpointIdentification "HTTPS", "LDAPS", or null for none
 * @param serverNames the names a client asks for; null: the host it connects to; empty: none
 * @param sniMatchers a server's; null or empty: any name will do
 * @param applicationProtocols ALPN; empty for none
 * @param namedGroups the enabled ones, in order; names that nobody knows are passed over
 * @param signatureSchemes the same; null for those of the system
 * @param algorithmConstraints the caller's, or the system's
 * @param preferServerOrder whether a server's order of suites counts
 * @param enableSessionCreation whether a new session may be made, or only an old one resumed
 * @param usesSelector whether a server's ALPN is chosen by the caller's function
 */
record Parameters(
    List<String> protocols,
    List<String> cipherSuites,
    ClientAuth clientAuth,
    String endpointIdentification,
    List<SNIServerName> serverNames,
    List<SNIMatcher> sniMatchers,
    List<String> applicationProtocols,
    List<String> namedGroups,
    List<String> signatureSchemes,
    AlgorithmConstraints algorithmConstraints,
    boolean preferServerOrder,
    boolean enableSessionCreation,
    boolean usesSelector) {

  /** Whether a server asks its client for a certificate. */
  enum ClientAuth {
    NONE,
    WANT,
    NEED
  }

  /** Copies the lists. */
  Parameters {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    Objects.requireNonNull(clientAuth, "clientAuth");
    serverNames = serverNames == null ? null : List.copyOf(serverNames);
    sniMatchers = sniMatchers == null ? null : List.copyOf(sniMatchers);
    applicationProtocols = List.copyOf(applicationProtocols);
    namedGroups = List.copyOf(namedGroups);
    signatureSchemes = signatureSchemes == null ? null : List.copyOf(signatureSchemes);
  }

  /** As {@code getSSLParameters} answers it. */
  SSLParameters toSslParameters() {
    SSLParameters shown = new SSLParameters(array(cipherSuites), array(protocols));
    shown.setAlgorithmConstraints(algorithmConstraints);
    if (clientAuth == ClientAuth.NEED) {
      shown.setNeedClientAuth(true);
    } else {
      shown.setWantClientAuth(clientAuth == ClientAuth.WANT);
    }
    shown.setEndpointIdentificationAlgorithm(endpointIdentification);
    shown.setServerNames(serverNames);
    shown.setSNIMatchers(sniMatchers);
    shown.setApplicationProtocols(array(applicationProtocols));
    shown.setUseCipherSuitesOrder(preferServerOrder);
    shown.setEnableRetransmissions(false);
    shown.setNamedGroups(array(namedGroups));
    shown.setSignatureSchemes(signatureSchemes == null ? null : array(signatureSchemes));
    return shown;
  }

  /**
   * The same with what {@code setSSLParameters} is given; nulls leave things as they are. What is
   * for datagrams, retransmissions and packet sizes, is passed over.
   *
   * @throws IllegalArgumentException as {@link #withProtocols} and {@link #withCipherSuites}
   */
  Parameters with(SSLParameters given) {
    List<SNIServerName> names = given.getServerNames();
    Collection<SNIMatcher> matchers = given.getSNIMatchers();
    ClientAuth auth =
        given.getNeedClientAuth()
            ? ClientAuth.NEED
            : given.getWantClientAuth() ? ClientAuth.WANT : ClientAuth.NONE;
    return new Parameters(
        given.getProtocols() == null ? protocols : Names.supportedProtocols(given.getProtocols()),
        given.getCipherSuites() == null
            ? cipherSuites
            : Names.supportedSuites(given.getCipherSuites()),
        auth,
        or(given.getEndpointIdentificationAlgorithm(), endpointIdentification),
        names == null ? serverNames : names,
        matchers == null ? sniMatchers : List.copyOf(matchers),
        list(given.getApplicationProtocols(), applicationProtocols),
        list(given.getNamedGroups(), namedGroups),
        list(given.getSignatureSchemes(), signatureSchemes),
        or(given.getAlgorithmConstraints(), algorithmConstraints),
        given.getUseCipherSuitesOrder(),
        enableSessionCreation,
        usesSelector);
  }

  /**
   * As {@code setEnabledProtocols}; an empty array leaves none.
   *
   * @throws IllegalArgumentException if it is null, or naming the first that is not supported
   */
  Parameters withProtocols(String[] names) {
    return replace(Names.supportedProtocols(names), cipherSuites, clientAuth, serverNames);
  }

  /**
   * As {@code setEnabledCipherSuites}; an empty array leaves none.
   *
   * @throws IllegalArgumentException if it is null, or naming the first that is not supported
   */
  Parameters withCipherSuites(String[] names) {
    return replace(protocols, Names.supportedSuites(names), clientAuth, serverNames);
  }

  /** As {@code setNeedClientAuth} and {@code setWantClientAuth}. */
  Parameters withClientAuth(ClientAuth mode) {
    return replace(protocols, cipherSuites, mode, serverNames);
  }

  /** As {@code setEnableSessionCreation}. */
  Parameters withSessionCreation(boolean enable) {
    return new Parameters(
        protocols,
        cipherSuites,
        clientAuth,
        endpointIdentification,
        serverNames,
        sniMatchers,
        applicationProtocols,
        namedGroups,
        signatureSchemes,
        algorithmConstraints,
        preferServerOrder,
        enable,
        usesSelector);
  }

  /** As {@code setHandshakeApplicationProtocolSelector}: whether there is one. */
  Parameters withSelector(boolean selector) {
    return new Parameters(
        protocols,
        cipherSuites,
        clientAuth,
        endpointIdentification,
        serverNames,
        sniMatchers,
        applicationProtocols,
        namedGroups,
        signatureSchemes,
        algorithmConstraints,
        preferServerOrder,
        enableSessionCreation,
        selector);
  }

  /** The same with what differs between the defaults of the two roles. */
  Parameters withRole(
      List<String> enabled,
      List<String> suites,
      List<String> schemes,
      ClientAuth auth,
      String identification) {
    return new Parameters(
        enabled,
        suites,
        auth,
        identification,
        serverNames,
        sniMatchers,
        applicationProtocols,
        namedGroups,
        schemes,
        algorithmConstraints,
        preferServerOrder,
        enableSessionCreation,
        usesSelector);
  }

  /**
   * What a client that connects to this host asks for by SNI, as {@code getSSLParameters} tells
   * from then on: its name, unless names were set, or none were to be.
   *
   * @param host null for one that nobody knows; addresses are never asked for
   */
  Parameters withHost(String host) {
    SNIServerName name = serverNames == null ? serverName(host) : null;
    return name == null ? this : replace(protocols, cipherSuites, clientAuth, List.of(name));
  }

  /** The DNS name that is asked for, if one was set; null for none. */
  String serverName() {
    if (serverNames != null) {
      for (SNIServerName name : serverNames) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return null;
  }

  /** Whether the peer is to prove the name of a host. */
  boolean identifiesEndpoint() {
    return endpointIdentification != null && !endpointIdentification.isEmpty();
  }

  private static SNIServerName serverName(String host) {
    try {
      HostName name = host == null ? null : HostName.of(host);
      return name == null || name.isIp() ? null : new SNIHostName(name.text());
    } catch (IllegalArgumentException e) {
      return null; // no name that SNI can carry; it is still the name to prove
    }
  }

  private Parameters replace(
      List<String> enabled, List<String> suites, ClientAuth auth, List<SNIServerName> names) {
    return new Parameters(
        enabled,
        suites,
        auth,
        endpointIdentification,
        names,
        sniMatchers,
        applicationProtocols,
        namedGroups,
        signatureSchemes,
        algorithmConstraints,
        preferServerOrder,
        enableSessionCreation,
        usesSelector);
  }

  private static <T> T or(T given, T now) {
    return given == null ? now : given;
  }

  private static List<String> list(String[] given, List<String> now) {
    return given == null ? now : List.of(given);
  }

  private static String[] array(List<String> list) {
    return list.toArray(String[]::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters that
        && clientAuth == that.clientAuth
        && preferServerOrder == that.preferServerOrder
        && enableSessionCreation == that.enableSessionCreation
        && usesSelector == that.usesSelector
        && algorithmConstraints == that.algorithmConstraints
        && same(sniMatchers, that.sniMatchers)
        && Objects.equals(endpointIdentification, that.endpointIdentification)
        && Objects.equals(serverNames, that.serverNames)
        && protocols.equals(that.protocols)
        && cipherSuites.equals(that.cipherSuites)
        && applicationProtocols.equals(that.applicationProtocols)
        && namedGroups.equals(that.namedGroups)
        && Objects.equals(signatureSchemes, that.signatureSchemes);
  }

  private static boolean same(List<?> some, List<?> others) {
    if (some == others) {
      return true;
    }
    if (some == null || others == null || some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        protocols,
        cipherSuites,
        clientAuth,
        endpointIdentification,
        serverNames,
        applicationProtocols,
        System.identityHashCode(algorithmConstraints));
  }
}
