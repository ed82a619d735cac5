package dev.heddle.config;

import java.io.IOException;

/**
 * Called by a server once for each handshake, when the client's hello is there, to choose the
 * credentials: {@code SSL_CTX_set_cert_cb(3)}, and what {@code
 * SSL_CTX_set_tlsext_servername_callback(3)} is used for. It runs on the connection's own thread
 * under no lock, may block, and must be safe for use by several threads.
 */
@FunctionalInterface
public interface ServerCredentialsCallback {

  /**
   * Chooses the credentials for one client.
   *
   * @param hello what the client sent; never null
   * @return never null: {@link ClientCertificateCallback.Selection#use} these and no others, {@link
   *     ClientCertificateCallback.Selection#none} for those of the configuration, or {@link
   *     ClientCertificateCallback.Selection#callAgain}, which leaves the handshake with
   *     WANT_X509_LOOKUP ({@code SSL_ERROR_WANT_X509_LOOKUP}); the next call asks again
   * @throws IOException if the choice failed; ends the handshake with the fatal alert
   *     internal_error
   */
  ClientCertificateCallback.Selection select(ClientHelloInfo hello) throws IOException;

  /**
   * As the other method, told whose connection it is. This is what is called; the default passes
   * the hello on.
   *
   * @param attachment what the program has given the connection to be known by; null for nothing
   */
  default ClientCertificateCallback.Selection select(ClientHelloInfo hello, Object attachment)
      throws IOException {
    return select(hello);
  }
}
