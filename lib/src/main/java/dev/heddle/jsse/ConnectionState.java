package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import dev.heddle.jsse.Parameters.ClientAuth;
import dev.heddle.loop.Facts;
import javax.net.ssl.SSLException;

/**
 * What a socket and an engine have in common: whose connection it is, what it is set to and what it
 * has agreed on. For any thread.
 */
final class ConnectionState {

  private final Context context;
  private final SessionState sessionState = new SessionState();
  private volatile boolean client;
  private volatile Parameters parameters;
  private volatile Parameters used; // by the handshake, whatever is set then; null before it
  private volatile String host;
  private volatile int port = -1;
  private volatile Facts facts; // null before the handshake
  private volatile TlsSession session;
  private volatile TlsSession handshakeSession;
  private volatile String handshakeProtocol;

  ConnectionState(Context context, boolean client, Parameters parameters) {
    this.context = context;
    this.client = client;
    this.parameters = parameters;
  }

  Context context() {
    return context;
  }

  SessionState sessionState() {
    return sessionState;
  }

  boolean isClient() {
    return client;
  }

  /** Takes a role; where it is the other one, what was not set becomes what is usual there. */
  void setClient(boolean mode) {
    if (mode != client) {
      Parameters other = context.inRole(parameters, mode);
      parameters = mode ? other.withHost(host) : other;
      client = mode;
    }
  }

  /** Whom the connection is to, as the caller knows it; null if nobody knows. */
  String host() {
    return host;
  }

  /** The peer's port; -1 if nobody knows. */
  int port() {
    return port;
  }

  /** The connection is to this peer; a client asks for that host by SNI, unless names are set. */
  void setPeer(String name, int number) {
    host = name;
    port = number;
    if (client) {
      parameters = parameters.withHost(name);
    }
  }

  // What it is set to.

  /** What it is set to now. */
  Parameters set() {
    return parameters;
  }

  void set(Parameters now) {
    parameters = now;
  }

  /**
   * What {@code getSSLParameters} tells. While the handshake goes on that is what it goes by: trust
   * managers read there whether the peer's name is to be checked, and its session is resumed by
   * others that are set as this one was when it began.
   */
  Parameters shown() {
    return session == null ? used() : parameters;
  }

  /** What its handshake goes by. */
  Parameters used() {
    Parameters fixed = used;
    return fixed != null ? fixed : parameters;
  }

  /**
   * The handshake begins: what is set later does not count for it.
   *
   * @throws SSLException if the settings fit no connection
   */
  TlsConfig begin() throws SSLException {
    Parameters fixed = parameters;
    used = fixed;
    try {
      return context.config(client, fixed, host);
    } catch (RuntimeException e) {
      throw new SSLException("the settings fit no connection: " + e.getMessage(), e);
    }
  }

  /** Whom a client's sessions are resumed with; null: nobody. */
  String sessionPeer() {
    return host == null ? null : host + ":" + port;
  }

  String[] supportedCipherSuites() {
    return context.supported().cipherSuites().toArray(String[]::new);
  }

  String[] cipherSuites() {
    return parameters.cipherSuites().toArray(String[]::new);
  }

  String[] supportedProtocols() {
    return context.supported().protocols().toArray(String[]::new);
  }

  String[] protocols() {
    return parameters.protocols().toArray(String[]::new);
  }

  /** {@code setNeedClientAuth} or {@code setWantClientAuth}: the later of the two counts. */
  void ask(ClientAuth mode, boolean on) {
    parameters = parameters.withClientAuth(on ? mode : ClientAuth.NONE);
  }

  boolean asks(ClientAuth mode) {
    return parameters.clientAuth() == mode;
  }

  // What it has agreed on.

  /** The handshake is going on. */
  void handshaking(Facts known) {
    facts = known;
  }

  /** The handshake is done. Called once. */
  TlsSession established(Connection connection) {
    session = TlsSession.established(connection, facts);
    handshakeSession = null;
    handshakeProtocol = null;
    return session;
  }

  /** The session; one that has nothing in it before the handshake is done. */
  TlsSession session() {
    TlsSession known = session;
    return known != null ? known : TlsSession.none(host, port);
  }

  boolean hasSession() {
    return session != null;
  }

  TlsSession handshakeSession() {
    return handshakeSession;
  }

  void setHandshakeSession(TlsSession shown) {
    handshakeSession = shown;
  }

  /** The protocol of ALPN: null before the handshake is done, empty for none. */
  String applicationProtocol() {
    Facts known = facts;
    if (known == null || known.version() == null) {
      return null;
    }
    String chosen = known.alpn();
    return chosen == null ? "" : chosen;
  }

  String handshakeProtocol() {
    return handshakeProtocol;
  }

  void setHandshakeProtocol(String chosen) {
    handshakeProtocol = chosen;
  }
}
