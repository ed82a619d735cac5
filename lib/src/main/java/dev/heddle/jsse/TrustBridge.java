package dev.heddle.jsse;

import dev.heddle.config.CertVerifyCallback;
import javax.net.ssl.X509TrustManager;

/**
 * Has a caller's trust manager judge the certificates of a connection's peer; the connection is
 * attached. One callback per manager for the life of its context, since sessions are resumed only
 * under the very object that has judged them.
 */
final class TrustBridge {

  private TrustBridge() {}

  /** For both roles: a server's chain and a client's are told apart by what is presented. */
  static CertVerifyCallback of(X509TrustManager manager) {
    throw new UnsupportedOperationException();
  }
}
