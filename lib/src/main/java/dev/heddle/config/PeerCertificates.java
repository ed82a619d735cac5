package dev.heddle.config;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A peer's certificates in the midst of a handshake, as a {@link CertVerifyCallback} sees them.
 *
 * @param chain as presented, leaf first; never empty, never longer than {@link
 *     PeerLimits#chainLength}
 * @param fromServer whether the peer is the server
 * @param version the version that was agreed on
 * @param cipherSuite the suite that was agreed on
 * @param serverName the name the client has asked for (SNI); null for none
 * @param staple the OCSP response that came with the leaf, a copy; null for none
 * @param attachment what the program has given the connection to be known by; null for nothing
 */
public record PeerCertificates(
    List<X509Certificate> chain,
    boolean fromServer,
    TlsVersion version,
    CipherSuite cipherSuite,
    String serverName,
    byte[] staple,
    Object attachment) {

  /** Copies the chain, and checks that nothing is missing. */
  public PeerCertificates {
    chain = List.copyOf(chain);
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(cipherSuite, "cipherSuite");
  }
}
