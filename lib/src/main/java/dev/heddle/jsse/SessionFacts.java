package dev.heddle.jsse;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIServerName;

/**
 * What is known of a session as far as its handshake has come. Immutable.
 *
 * @param protocol JSSE's name; "NONE" for none
 * @param cipherSuite JSSE's name; "SSL_NULL_WITH_NULL_NULL" for none
 * @param peerChain leaf first; empty if the peer has shown none, or not yet
 * @param localChain leaf first; empty if we have shown none, or not yet
 * @param serverNames those that the client has asked for
 * @param staples OCSP responses for the server's chain, leaf first; not to be changed
 * @param localSchemes what we take signatures by, in the JDK's names
 * @param peerSchemes what the peer takes signatures by, in the JDK's names, as far as it said so
 */
record SessionFacts(
    String protocol,
    String cipherSuite,
    List<X509Certificate> peerChain,
    List<X509Certificate> localChain,
    List<SNIServerName> serverNames,
    List<byte[]> staples,
    List<String> localSchemes,
    List<String> peerSchemes) {

  private static final String NO_PROTOCOL = "NONE";
  private static final String NO_SUITE = "SSL_NULL_WITH_NULL_NULL";

  /** Nothing at all. */
  static final SessionFacts NONE =
      new SessionFacts(
          NO_PROTOCOL, NO_SUITE, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  SessionFacts {
    peerChain = List.copyOf(peerChain);
    localChain = List.copyOf(localChain);
    serverNames = List.copyOf(serverNames);
    staples = List.copyOf(staples);
    localSchemes = List.copyOf(localSchemes);
    peerSchemes = List.copyOf(peerSchemes);
  }
}
