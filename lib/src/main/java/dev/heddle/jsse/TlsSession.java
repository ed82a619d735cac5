package dev.heddle.jsse;

import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.PeerCertificates;
import dev.heddle.loop.Facts;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import javax.net.ssl.SSLSessionContext;

/**
 * One connection's session, as {@code SSLSocket.getSession} gives it. The sessions of connections
 * that resume each other share their {@link SessionState}, and are equal.
 */
final class TlsSession extends ExtendedSSLSession {

  /** Null for a connection that has no session, or none yet. */
  private final SessionContext context;

  private final SessionState state;
  private final String peerHost;
  private final int peerPort;
  private final SessionFacts facts;

  TlsSession(
      SessionContext context,
      SessionState state,
      String peerHost,
      int peerPort,
      SessionFacts facts) {
    this.context = context;
    this.state = state;
    this.peerHost = peerHost;
    this.peerPort = peerPort;
    this.facts = facts;
  }

  /** The session of a connection that has none: before the handshake, or after one that failed. */
  static TlsSession none(String peerHost, int peerPort) {
    return new TlsSession(null, new SessionState(), peerHost, peerPort, SessionFacts.NONE);
  }

  /** What a connection's managers are shown while its peer's certificates are judged. */
  static TlsSession inHandshake(Connection connection, PeerCertificates peer) {
    return Handshaking.session(connection, peer);
  }

  /** What a client's key manager is shown. */
  static TlsSession inHandshake(Connection connection, CertificateRequestInfo request) {
    return Handshaking.session(connection, request);
  }

  /** What a server's key manager is shown, and its ALPN selector. */
  static TlsSession inHandshake(Connection connection, ClientHelloInfo hello) {
    return Handshaking.session(connection, hello);
  }

  /**
   * The session of a finished handshake, listed by its context from now on. Called once for a
   * connection, before its handshake session is forgotten.
   */
  static TlsSession established(Connection connection, Facts facts) {
    SessionContext context = connection.context().sessions(connection.isClient());
    return context.established(connection, facts);
  }

  /** What is known of it. */
  SessionFacts facts() {
    return facts;
  }

  SessionState state() {
    return state;
  }

  // SSLSession

  @Override
  public byte[] getId() {
    return state.id().clone();
  }

  /** Null where there is no session, none yet, or one that was invalidated. */
  @Override
  public SSLSessionContext getSessionContext() {
    return isListed() && !state.isInvalid() ? context : null;
  }

  private boolean isListed() {
    return context != null && state.latest() != null;
  }

  @Override
  public long getCreationTime() {
    return state.createdAt();
  }

  @Override
  public long getLastAccessedTime() {
    return state.accessedAt();
  }

  /** Of all connections that share it: neither offers it any more nor accepts it. */
  @Override
  public void invalidate() {
    state.invalidate();
    if (context != null) {
      context.invalidated(state);
    }
  }

  @Override
  public boolean isValid() {
    return isListed() && context.isValid(state);
  }

  @Override
  public void putValue(String name, Object value) {
    if (name == null || value == null) {
      throw new IllegalArgumentException("name and value must not be null");
    }
    Object earlier = state.values().put(name, value);
    if (earlier instanceof SSLSessionBindingListener listener) {
      listener.valueUnbound(new SSLSessionBindingEvent(this, name));
    }
    if (value instanceof SSLSessionBindingListener listener) {
      listener.valueBound(new SSLSessionBindingEvent(this, name));
    }
  }

  @Override
  public Object getValue(String name) {
    return state.values().get(named(name));
  }

  @Override
  public void removeValue(String name) {
    Object earlier = state.values().remove(named(name));
    if (earlier instanceof SSLSessionBindingListener listener) {
      listener.valueUnbound(new SSLSessionBindingEvent(this, name));
    }
  }

  private static String named(String name) {
    if (name == null) {
      throw new IllegalArgumentException("name must not be null");
    }
    return name;
  }

  @Override
  public String[] getValueNames() {
    return state.values().keySet().toArray(String[]::new);
  }

  @Override
  public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
    return peerChain().toArray(X509Certificate[]::new); // drivers cast the array
  }

  @Override
  public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
    return peerChain().getFirst().getSubjectX500Principal();
  }

  private List<X509Certificate> peerChain() throws SSLPeerUnverifiedException {
    if (facts.peerChain().isEmpty()) {
      throw new SSLPeerUnverifiedException("peer not authenticated");
    }
    return facts.peerChain();
  }

  @Override
  public Certificate[] getLocalCertificates() {
    List<X509Certificate> chain = facts.localChain();
    return chain.isEmpty() ? null : chain.toArray(X509Certificate[]::new);
  }

  @Override
  public Principal getLocalPrincipal() {
    List<X509Certificate> chain = facts.localChain();
    return chain.isEmpty() ? null : chain.getFirst().getSubjectX500Principal();
  }

  @Override
  public String getCipherSuite() {
    return facts.cipherSuite();
  }

  @Override
  public String getProtocol() {
    return facts.protocol();
  }

  @Override
  public String getPeerHost() {
    return peerHost;
  }

  @Override
  public int getPeerPort() {
    return peerPort;
  }

  /** In bytes, as long as any record may be that we take in (RFC 5246 section 6.2.3). */
  @Override
  public int getPacketBufferSize() {
    return HEADER + PLAINTEXT + 2048;
  }

  /**
   * In bytes, as long as what all the records in a buffer of {@link #getPacketBufferSize} carry.
   * One record's 16384 (RFC 8446 section 5.1) are too few for callers who unwrap what they have
   * read into one buffer, and take it for an error when that is full.
   */
  @Override
  public int getApplicationBufferSize() {
    return getPacketBufferSize() - HEADER;
  }

  // ExtendedSSLSession

  @Override
  public String[] getLocalSupportedSignatureAlgorithms() {
    return facts.localSchemes().toArray(String[]::new);
  }

  @Override
  public String[] getPeerSupportedSignatureAlgorithms() {
    return facts.peerSchemes().toArray(String[]::new);
  }

  @Override
  public List<SNIServerName> getRequestedServerNames() {
    return facts.serverNames();
  }

  @Override
  public List<byte[]> getStatusResponses() {
    List<byte[]> copies = new ArrayList<>();
    facts.staples().forEach(each -> copies.add(each.clone()));
    return List.copyOf(copies);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsSession session && session.state == state;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(state);
  }

  /** Protocol, suite and peer; nothing that would help to resume it. */
  @Override
  public String toString() {
    return "Session["
        + peerHost
        + ":"
        + peerPort
        + ", "
        + getProtocol()
        + ", "
        + getCipherSuite()
        + "]";
  }

  private static final int HEADER = 5;
  private static final int PLAINTEXT = 1 << 14;
}
