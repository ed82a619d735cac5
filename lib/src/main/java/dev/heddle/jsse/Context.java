package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** What all connections of an {@code SSLContext} share. Immutable but for its sessions. */
final class Context {

  private final X509KeyManager keyManager;
  private final X509TrustManager trustManager;
  private final Options options;
  private final SessionContext clientSessions;
  private final SessionContext serverSessions;

  /**
   * A context with the caller's managers.
   *
   * @param keyManager null for no key
   * @param trustManager one of ours judges inside the library
   */
  Context(X509KeyManager keyManager, X509TrustManager trustManager, Options options) {
    this.keyManager = keyManager;
    this.trustManager = trustManager;
    this.options = options;
    this.clientSessions = new SessionContext(true, options);
    this.serverSessions = new SessionContext(false, options);
  }

  /** The extras that its provider was made with. */
  Options options() {
    return options;
  }

  /** Null for no key. */
  X509KeyManager keyManager() {
    return keyManager;
  }

  /** Never null. */
  X509TrustManager trustManager() {
    return trustManager;
  }

  /** The sessions of one role. */
  SessionContext sessions(boolean client) {
    return client ? clientSessions : serverSessions;
  }

  /** What a fresh connection is set to. */
  Parameters defaults(boolean client) {
    throw new UnsupportedOperationException();
  }

  /** All that can be enabled. */
  Parameters supported() {
    throw new UnsupportedOperationException();
  }

  /**
   * What a connection is set to whose role is changed: what was not set goes from the defaults of
   * the one role to those of the other.
   */
  Parameters inRole(Parameters now, boolean client) {
    throw new UnsupportedOperationException();
  }

  /**
   * The configuration for a connection; the same object for equal arguments, as long as it is among
   * those last asked for. The connection itself comes to the callbacks as their attachment.
   *
   * @param host whom a client connects to, as the caller gave it; null if nobody knows
   * @throws SSLException if there is none, such as without a suite that is allowed
   */
  TlsConfig config(boolean client, Parameters parameters, String host) throws SSLException {
    throw new UnsupportedOperationException();
  }
}
