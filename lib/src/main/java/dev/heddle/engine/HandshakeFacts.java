package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a finished handshake agreed on.
 *
 * @param version the protocol version
 * @param cipherSuite the cipher suite
 * @param group the key exchange group; null for RSA key exchange
 * @param peerSignatureScheme what the peer signed with; null if it did not sign
 * @param ownSignatureScheme what we signed with; null if we did not sign
 * @param alpn the application protocol; null if none was agreed on
 * @param serverName the name in the client's server_name extension; null if there was none
 * @param reused whether a session was resumed
 * @param peerChain the peer's certificates as it sent them, leaf first; empty if it sent none;
 *     those of the full handshake if a session was resumed
 * @param ownChain the certificates we have shown the peer in this handshake, leaf first
 */
public record HandshakeFacts(
    TlsVersion version,
    CipherSuite cipherSuite,
    NamedGroup group,
    SignatureScheme peerSignatureScheme,
    SignatureScheme ownSignatureScheme,
    String alpn,
    String serverName,
    boolean reused,
    List<X509Certificate> peerChain,
    List<X509Certificate> ownChain) {

  /** Copies the chains. */
  public HandshakeFacts {
    ownChain = List.copyOf(ownChain);
    peerChain = List.copyOf(peerChain);
  }
}
