package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import dev.heddle.engine.RecordSink;
import dev.heddle.engine.TlsEngine;
import dev.heddle.jsse.Parameters.ClientAuth;
import dev.heddle.loop.Facts;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/**
 * TLS over the caller's buffers, as {@code javax.net.ssl} has it: what it is set to, whose it is
 * and what it has agreed on. Its calls are {@link EngineLink}'s.
 */
final class HeddleEngine extends SSLEngine implements Connection {

  private final ConnectionState state;
  private final EngineLink link;
  private final ReentrantLock role = new ReentrantLock(); // which is not changed while it begins
  private boolean hasBegun; // under that lock
  private volatile boolean hasMode;
  private volatile BiFunction<SSLEngine, List<String>, String> selector;

  /** One that nobody has said whom it is to. */
  HeddleEngine(Context context) {
    this.state = new ConnectionState(context, false, context.defaults(false));
    this.link = new EngineLink(new Owned(), context.options().ignoreUnexpectedEof());
  }

  /**
   * One to a peer: whom a client asks for, and resumes sessions with.
   *
   * @param host null if nobody knows
   */
  HeddleEngine(Context context, String host, int port) {
    super(host, port);
    this.state = new ConnectionState(context, false, context.defaults(false));
    this.link = new EngineLink(new Owned(), context.options().ignoreUnexpectedEof());
    state.setPeer(host, port);
  }

  /** What the link asks of the engine. */
  private final class Owned implements EngineLink.Owner {

    @Override
    public TlsEngine begin(Lock writeLock, RecordSink sink) throws SSLException {
      role.lock();
      try {
        hasBegun = true;
        TlsEngine made = made(state.begin(), writeLock, sink);
        state.handshaking(Facts.of(made));
        return made;
      } catch (SSLException | RuntimeException e) {
        hasBegun = false;
        throw e;
      } finally {
        role.unlock();
      }
    }

    private TlsEngine made(TlsConfig config, Lock writeLock, RecordSink sink) {
      HeddleEngine self = HeddleEngine.this;
      return state.isClient()
          ? TlsEngine.client(
              config, state.sessionPeer(), self, writeLock, sink, (sent, level, alert) -> {})
          : TlsEngine.server(config, self, writeLock, sink, (sent, level, alert) -> {});
    }

    @Override
    public void handshakeDone() {
      state.established(HeddleEngine.this);
    }

    @Override
    public String peer() {
      return state.sessionPeer();
    }
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException {
    Scattered sources = new Scattered(srcs, offset, length);
    Scattered.requireWritable(dst);
    requireMode();
    return link.wrap(sources, dst);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException {
    Scattered.require(src, "the source");
    Scattered targets = new Scattered(dsts, offset, length).writable();
    requireMode();
    return link.unwrap(src, targets);
  }

  @Override
  public void beginHandshake() throws SSLException {
    requireMode();
    if (link.isDone()) {
      link.updateKeys();
    } else {
      link.begin();
    }
  }

  private void requireMode() {
    if (!hasMode) {
      throw new IllegalStateException("Client/Server mode has not yet been set.");
    }
  }

  @Override
  public Runnable getDelegatedTask() {
    return link.takeTask();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return link.status();
  }

  @Override
  public void closeInbound() throws SSLException {
    link.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return link.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    link.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return link.isOutboundDone();
  }

  @Override
  public SSLSession getSession() {
    return state.session();
  }

  @Override
  public SSLSession getHandshakeSession() {
    return link.hasFailed() ? null : state.handshakeSession();
  }

  @Override
  public String getApplicationProtocol() {
    return state.applicationProtocol();
  }

  @Override
  public String getHandshakeApplicationProtocol() {
    return link.hasFailed() ? null : state.handshakeProtocol();
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      BiFunction<SSLEngine, List<String>, String> chooser) {
    selector = chooser;
    state.set(state.set().withSelector(chooser != null));
  }

  @Override
  public BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
    return selector;
  }

  @Override
  public void setUseClientMode(boolean mode) {
    role.lock();
    try {
      if (hasBegun) {
        throw new IllegalArgumentException("Cannot change mode after SSL traffic has started");
      }
      state.setClient(mode);
      hasMode = true;
    } finally {
      role.unlock();
    }
  }

  @Override
  public boolean getUseClientMode() {
    return state.isClient();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return state.shown().toSslParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters given) {
    state.set(state.set().with(given));
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return state.supportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return state.cipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    state.set(state.set().withCipherSuites(suites));
  }

  @Override
  public String[] getSupportedProtocols() {
    return state.supportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return state.protocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    state.set(state.set().withProtocols(protocols));
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    state.ask(ClientAuth.NEED, need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return state.asks(ClientAuth.NEED);
  }

  @Override
  public void setWantClientAuth(boolean want) {
    state.ask(ClientAuth.WANT, want);
  }

  @Override
  public boolean getWantClientAuth() {
    return state.asks(ClientAuth.WANT);
  }

  @Override
  public void setEnableSessionCreation(boolean enable) {
    state.set(state.set().withSessionCreation(enable));
  }

  @Override
  public boolean getEnableSessionCreation() {
    return state.set().enableSessionCreation();
  }

  // What the managers and callbacks of the connection see.

  @Override
  public Context context() {
    return state.context();
  }

  @Override
  public boolean isClient() {
    return state.isClient();
  }

  @Override
  public SessionState sessionState() {
    return state.sessionState();
  }

  @Override
  public Parameters parameters() {
    return state.used();
  }

  @Override
  public String peerHost() {
    return state.host();
  }

  @Override
  public int peerPort() {
    return state.port();
  }

  @Override
  public void handshakeSession(TlsSession shown) {
    state.setHandshakeSession(shown);
  }

  @Override
  public TlsSession handshakeSession() {
    return state.handshakeSession();
  }

  @Override
  public String chooseClientAlias(X509KeyManager manager, String[] keyTypes, Principal[] issuers) {
    return manager instanceof X509ExtendedKeyManager extended
        ? extended.chooseEngineClientAlias(keyTypes, issuers, this)
        : manager.chooseClientAlias(keyTypes, issuers, null);
  }

  @Override
  public String chooseServerAlias(X509KeyManager manager, String keyType, Principal[] issuers) {
    return manager instanceof X509ExtendedKeyManager extended
        ? extended.chooseEngineServerAlias(keyType, issuers, this)
        : manager.chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public void checkTrusted(
      X509ExtendedTrustManager manager,
      boolean fromServer,
      X509Certificate[] chain,
      String authType)
      throws CertificateException {
    if (fromServer) {
      manager.checkServerTrusted(chain, authType, this);
    } else {
      manager.checkClientTrusted(chain, authType, this);
    }
  }

  @Override
  public String selectApplicationProtocol(List<String> offered) {
    String chosen = selector.apply(this, offered);
    state.setHandshakeProtocol(chosen);
    return chosen;
  }

  /** {@code HeddleEngine[db.example:5432]}. */
  @Override
  public String toString() {
    String peer = state.sessionPeer();
    return "HeddleEngine[" + (peer == null ? "unknown peer" : peer) + "]";
  }
}
