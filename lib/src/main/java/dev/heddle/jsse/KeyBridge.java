package dev.heddle.jsse;

import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.ServerCredentialsCallback;
import javax.net.ssl.X509KeyManager;

/**
 * Has a caller's key manager choose the credentials of a connection, which is attached. One
 * callback per manager and role, for the life of its context.
 */
final class KeyBridge {

  private KeyBridge() {}

  /** For the clients of a context. */
  static ClientCertificateCallback client(X509KeyManager manager) {
    throw new UnsupportedOperationException();
  }

  /** For the servers of a context. */
  static ServerCredentialsCallback server(X509KeyManager manager) {
    throw new UnsupportedOperationException();
  }
}
