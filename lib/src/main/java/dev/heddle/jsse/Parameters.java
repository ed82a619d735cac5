package dev.heddle.jsse;

import java.security.AlgorithmConstraints;
import java.util.List;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;

/**
 * What a connection is set to: {@link SSLParameters} under another roof, with nothing left open.
 * Immutable, so that a configuration can be kept for all connections with equal ones; a setter of a
 * socket puts another in its place.
 *
 * @param protocols the enabled ones, JSSE's names
 * @param cipherSuites the enabled ones, in order, JSSE's names
 * @param clientAuth whether a server asks for a certificate
 * @param endpointIdentification "HTTPS", "LDAPS", or null for none
 * @param serverNames the names a client asks for; null: the host it connects to
 * @param sniMatchers a server's; empty: any name will do
 * @param applicationProtocols ALPN; empty for none
 * @param namedGroups null for those of the system
 * @param signatureSchemes null for those of the system
 * @param algorithmConstraints the caller's; null for none
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

  /** As {@code getSSLParameters} answers it. */
  SSLParameters toSslParameters() {
    throw new UnsupportedOperationException();
  }

  /** The same with what {@code setSSLParameters} is given; nulls leave things as they are. */
  Parameters with(SSLParameters given) {
    throw new UnsupportedOperationException();
  }

  /** As {@code setEnabledProtocols}. */
  Parameters withProtocols(String[] names) {
    throw new UnsupportedOperationException();
  }

  /** As {@code setEnabledCipherSuites}. */
  Parameters withCipherSuites(String[] names) {
    throw new UnsupportedOperationException();
  }

  /** As {@code setNeedClientAuth} and {@code setWantClientAuth}. */
  Parameters withClientAuth(ClientAuth mode) {
    throw new UnsupportedOperationException();
  }

  /** As {@code setEnableSessionCreation}. */
  Parameters withSessionCreation(boolean enable) {
    throw new UnsupportedOperationException();
  }

  /** As {@code setHandshakeApplicationProtocolSelector}: whether there is one. */
  Parameters withSelector(boolean selector) {
    throw new UnsupportedOperationException();
  }

  /**
   * What a client that connects to this host asks for by SNI, as {@code getSSLParameters} tells
   * from then on.
   */
  Parameters withHost(String host) {
    throw new UnsupportedOperationException();
  }
}
