package dev.heddle.config;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;

/**
 * Called by a client when the server asks for a certificate and the configuration holds none:
 * {@code SSL_CTX_set_client_cert_cb(3)}. It runs on the connection's own thread under no lock, may
 * block, and must be safe for use by several threads.
 */
@FunctionalInterface
public interface ClientCertificateCallback {

  /**
   * Chooses the credentials for one request.
   *
   * @param issuers the authorities the server named; empty if it named none
   * @return what to send; never null
   * @throws IOException if the choice failed; ends the handshake with the fatal alert
   *     internal_error
   */
  Selection select(List<X500Principal> issuers) throws IOException;

  /**
   * Chooses the credentials for one request, with all that the server says. This is what is called;
   * the default goes by the issuers alone.
   *
   * @param request what the server asks for; never null
   * @return what to send; never null
   * @throws IOException as for the other method
   */
  default Selection select(CertificateRequestInfo request) throws IOException {
    return select(request.issuers());
  }

  /**
   * What the callback chose.
   *
   * @param credentials what to send; null for no certificate
   * @param again whether the answer is not known yet: the handshake leaves with WANT_X509_LOOKUP
   *     ({@code SSL_ERROR_WANT_X509_LOOKUP}) and the next call asks again
   */
  record Selection(Credentials credentials, boolean again) {

    /** Checks that an answer and "not yet" do not come together. */
    public Selection {
      if (again && credentials != null) {
        throw new IllegalArgumentException("credentials beside \"again\"");
      }
    }

    /** Send these. */
    public static Selection use(Credentials credentials) {
      return new Selection(Objects.requireNonNull(credentials, "credentials"), false);
    }

    /** Send no certificate; the server decides whether it goes on. */
    public static Selection none() {
      return new Selection(null, false);
    }

    /** Ask again when the handshake is called the next time. */
    public static Selection callAgain() {
      return new Selection(null, true);
    }
  }
}
