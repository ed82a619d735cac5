package dev.heddle.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/** TLS over a socket. */
final class HeddleSocket extends LayeredSocket implements Connection {

  private final String host;
  private final int port;
  private Parameters parameters;

  /** A client's, to be connected. */
  HeddleSocket(Context context) {
    this(context, true, context.defaults(true), new Socket(), null, -1);
  }

  /**
   * A client's over a socket that is connected, such as {@code createSocket(socket, host, port,
   * autoClose)} asks for.
   *
   * @param host whom it connects to; null if nobody knows
   */
  HeddleSocket(Context context, Socket below, String host, int port, boolean autoClose)
      throws IOException {
    this(context, true, context.defaults(true), below, host, port);
  }

  /**
   * A server's over a socket that is connected.
   *
   * @param consumed what has been read from it already; null for nothing
   */
  HeddleSocket(Context context, Socket below, InputStream consumed, boolean autoClose)
      throws IOException {
    this(context, false, context.defaults(false), below, null, -1);
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
    this(context, client, parameters, accepted, null, -1);
  }

  private HeddleSocket(
      Context context, boolean client, Parameters parameters, Socket below, String host, int port) {
    super(below);
    this.parameters = parameters;
    this.host = host;
    this.port = port;
  }

  @Override
  public Context context() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isClient() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionState sessionState() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public String peerHost() {
    return host;
  }

  @Override
  public int peerPort() {
    return port;
  }

  @Override
  public void handshakeSession(TlsSession session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TlsSession handshakeSession() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String chooseClientAlias(X509KeyManager manager, String[] keyTypes, Principal[] issuers) {
    return manager.chooseClientAlias(keyTypes, issuers, this);
  }

  @Override
  public String chooseServerAlias(X509KeyManager manager, String keyType, Principal[] issuers) {
    return manager.chooseServerAlias(keyType, issuers, this);
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
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getSupportedProtocols() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getEnabledProtocols() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLSession getSession() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void startHandshake() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setUseClientMode(boolean mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean getUseClientMode() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean getNeedClientAuth() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean getWantClientAuth() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean getEnableSessionCreation() {
    throw new UnsupportedOperationException();
  }
}
