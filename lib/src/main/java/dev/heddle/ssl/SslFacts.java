package dev.heddle.ssl;

import dev.heddle.config.ChannelBinding;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.Session;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyResult;
import dev.heddle.fault.Phase;
import dev.heddle.loop.Facts;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What can be asked of a connection about its handshake: the part of {@link Ssl} that changes
 * nothing. For any thread, at any time, also after the connection has failed or been closed.
 */
abstract sealed class SslFacts permits SslSettings {

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

  /**
   * What we signed with (SSL_get_signature_type_nid(3)); null before the handshake is done, or if
   * we did not sign.
   */
  public SignatureScheme getSignatureScheme() {
    return fact(Facts::ownSignatureScheme);
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

  /**
   * The OCSP response that the server stapled (SSL_get_tlsext_status_ocsp_resp(3)), as it came.
   *
   * @return a copy, in DER; null if there is none
   */
  public byte[] getTlsextStatusOcspResp() {
    byte[] staple = fact(Facts::staple);
    return staple == null ? null : staple.clone();
  }

  /**
   * What the check of the server's OCSP staple said, also when verification is off; {@link
   * StapleStatus#ABSENT} before, and at a server.
   */
  public StapleStatus getStapleStatus() {
    StapleStatus status = fact(Facts::stapleStatus);
    return status == null ? StapleStatus.ABSENT : status;
  }

  /**
   * Whether a session was resumed (SSL_session_reused(3)); false before the handshake is done. The
   * peer's certificates and the result of their check are then those of the session.
   */
  public boolean sessionReused() {
    Boolean reused = fact(Facts::reused);
    return reused != null && reused;
  }

  /**
   * The session of this connection (SSL_get_session(3), SSL_get1_session(3)), as it stands: a
   * client of TLS 1.3 has one from the first ticket on, which it takes in after the handshake, in
   * its first read as a rule, and a new one with each further ticket. Where OpenSSL would give one
   * that cannot be resumed yet there is none here.
   *
   * <p>It can be used beyond this connection, by {@link Ssl#setSession} for one that follows; a
   * session of TLS 1.3 for one alone.
   *
   * @return null if there is none so far
   */
  public Session getSession() {
    return fact(Facts::session);
  }

  /**
   * Derives keys for use outside of TLS (SSL_export_keying_material(3); RFC 8446 section 7.5, RFC
   * 5705): both ends get the same. Any time after the handshake, also after {@link Ssl#shutdown} or
   * a failure, but not after {@link Ssl#close} or {@link Ssl#clear}, which wipe the secret.
   *
   * <p>In TLS 1.2 without extended_master_secret ({@link #getExtmsSupport}) such keys do not prove
   * that there is nobody in between (RFC 7627 section 5.4).
   *
   * @param length in bytes: in TLS 1.3 at most 255 times the length of the suite's hash (8160 or
   *     12240), in TLS 1.2 at most 65535
   * @param label printable ASCII of at most 249 characters, not beginning with one of TLS' own
   *     labels; RFC 5705 section 4 says how to choose one
   * @param context at most 65535 bytes; null for none, which in TLS 1.2 is not the same as an empty
   *     one, and in TLS 1.3 is
   * @return the caller's own array
   * @throws IllegalArgumentException if length, label or context are not as above
   * @throws IllegalStateException if no handshake has been finished, or the secret has been wiped
   */
  public byte[] exportKeyingMaterial(int length, String label, byte[] context) {
    Objects.requireNonNull(label, "label");
    return required().exportKeyingMaterial(label, context, length);
  }

  /**
   * What binds an authentication further up to this connection (RFC 5929, RFC 9266). There is no
   * value for what is undefined: authenticating without a binding must be decided, not happen.
   *
   * @return the caller's own array
   * @throws UnsupportedOperationException if the type is undefined for this connection, naming the
   *     reason and the RFC: see {@link ChannelBinding}
   * @throws IllegalStateException if no handshake has been finished, or for {@link
   *     ChannelBinding#TLS_EXPORTER} the secret has been wiped
   */
  public byte[] getChannelBinding(ChannelBinding type) {
    Objects.requireNonNull(type, "type");
    return required().channelBinding(type);
  }

  private Facts required() {
    Facts known = facts();
    if (known == null) {
      throw new IllegalStateException("no handshake has begun: there is nothing to derive from");
    }
    return known;
  }

  /** The verify_data we have sent (SSL_get_finished(3)); null before the handshake is done. */
  public byte[] getFinished() {
    return fact(Facts::finished);
  }

  /** The peer's verify_data (SSL_get_peer_finished(3)); null before the handshake is done. */
  public byte[] getPeerFinished() {
    return fact(Facts::peerFinished);
  }

  /**
   * The client's random (SSL_get_client_random(3)), 32 bytes; null before the handshake is done.
   */
  public byte[] getClientRandom() {
    return fact(Facts::clientRandom);
  }

  /**
   * The server's random (SSL_get_server_random(3)), 32 bytes; null before the handshake is done.
   */
  public byte[] getServerRandom() {
    return fact(Facts::serverRandom);
  }

  /**
   * Whether the secrets cover the whole handshake (SSL_get_extms_support(3), RFC 7627).
   *
   * @return 1 if so, which TLS 1.3 always does; 0 if not; -1 before the handshake is done
   */
  public int getExtmsSupport() {
    Boolean covered = fact(Facts::extendedMasterSecret);
    return covered == null ? -1 : covered ? 1 : 0;
  }

  /**
   * Where the handshake stands, for people to read (SSL_state_string_long(3)): what is waited for
   * next, for example {@code awaiting ServerHello}. The words may change.
   */
  public String stateString() {
    Facts known = facts();
    if (known == null) {
      return "before the handshake";
    }
    String awaited = known.awaiting();
    return awaited == null ? "the handshake is done" : "awaiting " + awaited;
  }

  /**
   * How long the handshake was in each of its phases, in order; those that are over, so an empty
   * map before it. A phase ends when the message has been dealt with that ends it: {@link
   * Phase#HELLO} has the way there and back and the peer's key exchange, {@link Phase#SERVER_AUTH}
   * the check of the server's certificate.
   *
   * @return immutable
   */
  public Map<Phase, Duration> getPhaseTimes() {
    Map<Phase, Duration> times = fact(Facts::phaseTimes);
    return times == null ? Map.of() : times;
  }

  /** A fact about the connection; null before it has begun. */
  final <T> T fact(Function<Facts, T> fact) {
    Facts known = facts();
    return known == null ? null : fact.apply(known);
  }
}
