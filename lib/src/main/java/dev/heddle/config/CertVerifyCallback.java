package dev.heddle.config;

import java.security.cert.CertificateException;

/**
 * Judges the peer's certificates in place of this library: {@code
 * SSL_CTX_set_cert_verify_callback(3)}. Trust, host name, dates, purpose and revocation are all its
 * to check: the library checks only that the peer has the leaf's key.
 *
 * <p>It runs on the connection's own thread under no lock, may block, and must be safe for use by
 * several threads, since all connections of a configuration share it. A resumed connection does not
 * ask it again, and sessions are resumed only under the very object that has judged them.
 */
@FunctionalInterface
public interface CertVerifyCallback {

  /**
   * Judges the certificates of one peer. Returning accepts them.
   *
   * @param peer what the peer has shown, and how; never null
   * @throws CertificateException if they are refused: the handshake ends with the fatal alert that
   *     fits the exception or one of its causes, or else certificate_unknown, and with this as the
   *     cause of the failure. What else it throws ends it with internal_error
   */
  void verify(PeerCertificates peer) throws CertificateException;
}
