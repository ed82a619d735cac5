package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;

/** What all connections of an {@code SSLContext} share. Immutable but for its sessions. */
final class Context {

  /** The extras that its provider was made with. */
  Options options() {
    throw new UnsupportedOperationException();
  }

  /** The sessions of one role. */
  SessionContext sessions(boolean client) {
    throw new UnsupportedOperationException();
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
   * The configuration for a connection; the same object for equal arguments, as long as it is among
   * those last asked for. The connection itself comes to the callbacks as their attachment.
   *
   * @param host whom a client connects to, as the caller gave it; null if nobody knows
   * @throws javax.net.ssl.SSLException if there is none, such as without a suite that is allowed
   */
  TlsConfig config(boolean client, Parameters parameters, String host) {
    throw new UnsupportedOperationException();
  }
}
