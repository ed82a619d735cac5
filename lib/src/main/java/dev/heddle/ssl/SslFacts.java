package dev.heddle.ssl;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyResult;
import dev.heddle.loop.Facts;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/**
 * What can be asked of a connection about its handshake: the part of {@link Ssl} that changes
 * nothing. For any thread, at any time, also after the connection has failed or been closed.
 */
abstract sealed class SslFacts permits Ssl {

  SslFacts() {}

  /** What is known so far; null before the connection has begun. */
  abstract Facts facts();

  /**
   * The protocol version (SSL_get_version(3)), for example {@code TLSv1.3}; {@code unknown} before.
   */
  public String getVersion() {
    TlsVersion version = fact(Facts::version);
    return version == null ? "unknown" : version.openSslName();
  }

  /** The cipher suite (SSL_get_current_cipher(3)); null before the handshake is done. */
  public CipherSuite getCurrentCipher() {
    return fact(Facts::cipherSuite);
  }

  /** The key exchange group (SSL_get_negotiated_group(3)); null if there was none. */
  public NamedGroup getNegotiatedGroup() {
    return fact(Facts::group);
  }

  /** What the peer signed with (SSL_get_peer_signature_type_nid(3)); null if it did not sign. */
  public SignatureScheme getPeerSignatureScheme() {
    return fact(Facts::peerSignatureScheme);
  }

  /** The application protocol (SSL_get0_alpn_selected(3)); null if none was agreed on. */
  public String getAlpnSelected() {
    return fact(Facts::alpn);
  }

  /** The name the client asked for (SSL_get_servername(3)); null if it asked for none. */
  public String getServername() {
    return fact(Facts::serverName);
  }

  /** The peer's certificate (SSL_get0_peer_certificate(3)); null if none came or it was refused. */
  public X509Certificate getPeerCertificate() {
    List<X509Certificate> chain = getPeerCertChain();
    return chain.isEmpty() ? null : chain.get(0);
  }

  /** The peer's certificates as sent, leaf first (SSL_get_peer_cert_chain(3)); maybe empty. */
  public List<X509Certificate> getPeerCertChain() {
    List<X509Certificate> chain = fact(Facts::peerChain);
    return chain == null ? List.of() : chain;
  }

  /**
   * What the check of the peer's certificate said (SSL_get_verify_result(3)), also when
   * verification is off; {@link VerifyResult#OK} also if the peer sent none.
   */
  public VerifyResult getVerifyResult() {
    VerifyResult result = fact(Facts::verifyResult);
    return result == null ? VerifyResult.OK : result;
  }

  /**
   * The path that the verification judged, leaf first and the trusted certificate last
   * (SSL_get0_verified_chain(3)). Where the result is not ok it may end without a trusted one.
   *
   * @return unmodifiable; empty before the check, or if the peer sent no certificate
   */
  public List<X509Certificate> getVerifiedChain() {
    List<X509Certificate> chain = fact(Facts::verifiedChain);
    return chain == null ? List.of() : chain;
  }

  /** Whether a session was resumed (SSL_session_reused(3)): never yet. */
  public boolean sessionReused() {
    return false;
  }

  /** A fact about the connection; null before it has begun. */
  final <T> T fact(Function<Facts, T> fact) {
    Facts known = facts();
    return known == null ? null : fact.apply(known);
  }
}
