package dev.heddle.jsse;

import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.PeerCertificates;
import dev.heddle.loop.Facts;

/** One connection's session, as {@code SSLSocket.getSession} gives it. */
final class TlsSession {

  private TlsSession() {}

  /** The session of a connection that has none: before the handshake, or after one that failed. */
  static TlsSession none(String peerHost, int peerPort) {
    throw new UnsupportedOperationException();
  }

  /** What a connection's managers are shown while its peer's certificates are judged. */
  static TlsSession inHandshake(Connection connection, PeerCertificates peer) {
    throw new UnsupportedOperationException();
  }

  /** What a client's key manager is shown. */
  static TlsSession inHandshake(Connection connection, CertificateRequestInfo request) {
    throw new UnsupportedOperationException();
  }

  /** What a server's key manager is shown, and its ALPN selector. */
  static TlsSession inHandshake(Connection connection, ClientHelloInfo hello) {
    throw new UnsupportedOperationException();
  }

  /**
   * The session of a finished handshake, listed by its context from now on. Called once for a
   * connection, before its handshake session is forgotten.
   */
  static TlsSession established(Connection connection, Facts facts) {
    throw new UnsupportedOperationException();
  }
}
