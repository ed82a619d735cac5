package dev.heddle.jsse;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.jsse.Parameters.ClientAuth;
import dev.heddle.loop.Loop;
import dev.heddle.loop.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/**
 * TLS over a socket, as {@code javax.net.ssl} has it: what it is set to, whose it is and what it
 * has agreed on. Its calls are {@link Link}'s.
 */
final class HeddleSocket extends LayeredSocket implements Connection {

  private final ConnectionState state;
  private final Link link;
  private final InputStream input;
  private final OutputStream output;
  private final Listeners listeners = new Listeners();
  private volatile BiFunction<SSLSocket, List<String>, String> selector;
  private volatile Settings settings; // null before the handshake

  /** A client's, to be connected. */
  HeddleSocket(Context context) {
    this(new ConnectionState(context, true, context.defaults(true)), new Socket());
  }

  /**
   * A client's over a socket that is connected, such as {@code createSocket(socket, host, port,
   * autoClose)} asks for.
   *
   * @param host whom it connects to; null if nobody knows
   * @throws SocketException if the socket is not connected
   */
  HeddleSocket(Context context, Socket below, String host, int port, boolean autoClose)
      throws IOException {
    this(
        new ConnectionState(context, true, context.defaults(true)),
        connected(below),
        true,
        autoClose,
        null);
    state.setPeer(host, port);
  }

  /**
   * A server's over a socket that is connected.
   *
   * @param consumed what has been read from it already; null for nothing
   * @throws SocketException if the socket is not connected
   */
  HeddleSocket(Context context, Socket below, InputStream consumed, boolean autoClose)
      throws IOException {
    this(
        new ConnectionState(context, false, context.defaults(false)),
        connected(below),
        true,
        autoClose,
        consumed);
    state.setPeer(null, below.getPort());
  }

  /**
   * What a server socket has accepted.
   *
   * @param client whether it shakes hands as the client
   * @param parameters what it is set to
   * @param accepted the connection, which is this one's from now on
   * @param selector the server socket's, for ALPN; null for none
   */
  HeddleSocket(
      Context context,
      boolean client,
      Parameters parameters,
      Socket accepted,
      BiFunction<SSLSocket, List<String>, String> selector) {
    this(new ConnectionState(context, client, parameters), accepted);
    this.selector = selector;
    state.setPeer(null, accepted.getPort());
  }

  private HeddleSocket(ConnectionState state, Socket own) {
    this(state, own, false, true, null);
  }

  private HeddleSocket(
      ConnectionState state,
      Socket below,
      boolean layered,
      boolean autoClose,
      InputStream consumed) {
    super(below, layered);
    this.state = state;
    Options options = state.context().options();
    this.link = new Link(new Owned(), below, autoClose, consumed, options.limits());
    this.input = new AppInput(link);
    this.output = new AppOutput(link);
  }

  private static Socket connected(Socket below) throws SocketException {
    if (!Objects.requireNonNull(below, "the socket underneath").isConnected()
        && !hasItsOwnStreams(below)) {
      throw new SocketException("Underlying socket is not connected");
    }
    return below;
  }

  /** One that is only two streams may not even say that it is connected. */
  private static boolean hasItsOwnStreams(Socket socket) {
    try {
      return socket.getClass().getMethod("getInputStream").getDeclaringClass() != Socket.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** What the link asks of the socket. */
  private final class Owned implements Link.Owner {

    @Override
    public Loop loop(SocketTransport transport) throws IOException {
      Options options = context().options();
      Settings made = new Settings();
      made.readAhead = !layered; // nobody else reads our own after TLS
      made.ignoreUnexpectedEof = options.ignoreUnexpectedEof();
      made.nagle = options.nagle();
      made.attachment = HeddleSocket.this;
      Loop loop =
          new Loop(
              state.isClient(),
              state.begin(),
              state.sessionPeer(),
              transport,
              transport,
              made,
              (sent, level, alert) -> {});
      state.handshaking(loop.facts());
      settings = made;
      return loop;
    }

    @Override
    public void handshakeDone() {
      listeners.tell(HeddleSocket.this, state.established(HeddleSocket.this));
    }
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    if (layered) {
      throw new SocketException("Already connected");
    }
    if (!(endpoint instanceof InetSocketAddress address)) {
      throw new SocketException("Cannot handle non-Inet socket addresses.");
    }
    below.connect(address, timeout); // IO block
    state.setPeer(address.getHostString(), address.getPort());
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void startHandshake() throws IOException {
    checkConnected();
    if (link.isDone()) {
      link.updateKeys();
    } else {
      link.handshake();
    }
  }

  private void checkConnected() throws SocketException {
    if (!isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }

  /** The data that comes; the same stream each time. */
  @Override
  public InputStream getInputStream() throws IOException {
    checkUsable();
    if (isInputShutdown()) {
      throw new SocketException("Socket input is already shutdown");
    }
    return input;
  }

  /** The way out; the same stream each time. */
  @Override
  public OutputStream getOutputStream() throws IOException {
    checkUsable();
    if (isOutputShutdown()) {
      throw new SocketException("Socket output is already shutdown");
    }
    return output;
  }

  private void checkUsable() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    checkConnected();
  }

  @Override
  public void close() {
    link.close();
  }

  @Override
  public boolean isClosed() {
    return link.isClosed() || below.isClosed();
  }

  @Override
  public void shutdownInput() throws IOException {
    link.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    link.shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return link.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return link.isOutputShutdown();
  }

  /** As the caller says from now on, whatever was to be done about Nagle's algorithm. */
  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    Settings begun = settings;
    if (begun != null) {
      begun.nagle = NaglePolicy.LEAVE;
    }
    below.setTcpNoDelay(on);
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    if (millis < 0) {
      throw new IllegalArgumentException("timeout can't be negative");
    }
    if (hasTransport()) {
      try {
        link.soTimeout().set(millis);
      } catch (IOException e) {
        throw socketException(e);
      }
    } else {
      below.setSoTimeout(millis);
    }
  }

  @Override
  public int getSoTimeout() throws SocketException {
    if (!hasTransport()) {
      return below.getSoTimeout();
    }
    try {
      return link.soTimeout().get();
    } catch (IOException e) {
      throw socketException(e);
    }
  }

  private boolean hasTransport() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    return isConnected();
  }

  private static SocketException socketException(IOException e) {
    if (e instanceof SocketException exact) {
      return exact;
    }
    SocketException wrapped = new SocketException(e.getMessage());
    wrapped.initCause(e);
    return wrapped;
  }

  @Override
  public SSLSession getSession() {
    if (!state.hasSession() && isConnected()) {
      try {
        link.handshake();
      } catch (IOException e) {
        // Who wants to know why calls startHandshake; this method has no other way to say it.
        return TlsSession.none(state.host(), state.port());
      }
    }
    return state.session();
  }

  @Override
  public SSLSession getHandshakeSession() {
    return link.hasFailed() ? null : state.handshakeSession();
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    listeners.remove(listener);
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
      BiFunction<SSLSocket, List<String>, String> chooser) {
    selector = chooser;
    state.set(state.set().withSelector(chooser != null));
  }

  @Override
  public BiFunction<SSLSocket, List<String>, String> getHandshakeApplicationProtocolSelector() {
    return selector;
  }

  @Override
  public void setUseClientMode(boolean mode) {
    if (link.hasBegun()) {
      throw new IllegalArgumentException("Cannot change mode after SSL traffic has started");
    }
    state.setClient(mode);
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
    String known = state.host();
    InetAddress address = known == null && !isClient() ? below.getInetAddress() : null;
    return address == null ? known : address.getHostAddress();
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
    return link.callingBack(() -> manager.chooseClientAlias(keyTypes, issuers, this));
  }

  @Override
  public String chooseServerAlias(X509KeyManager manager, String keyType, Principal[] issuers) {
    return link.callingBack(() -> manager.chooseServerAlias(keyType, issuers, this));
  }

  @Override
  public void checkTrusted(
      X509ExtendedTrustManager manager,
      boolean fromServer,
      X509Certificate[] chain,
      String authType)
      throws CertificateException {
    link.callingBack(
        () -> {
          if (fromServer) {
            manager.checkServerTrusted(chain, authType, this);
          } else {
            manager.checkClientTrusted(chain, authType, this);
          }
          return null;
        });
  }

  @Override
  public String selectApplicationProtocol(List<String> offered) {
    String chosen = link.callingBack(() -> selector.apply(this, offered));
    state.setHandshakeProtocol(chosen);
    return chosen;
  }

  /** {@code HeddleSocket[db.example/192.0.2.7:5432]}. */
  @Override
  public String toString() {
    return "HeddleSocket[" + (isConnected() ? getRemoteSocketAddress() : "unconnected") + "]";
  }
}
