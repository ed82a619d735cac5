package dev.heddle.engine;

import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.ServerCredentialsCallback;
import dev.heddle.handshake.ClientSays;
import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * The callbacks of a server that may see a ClientHello, and put it off, before it is acted upon.
 */
final class HelloCallbacks {

  private final EndRules rules;
  private final ClientSays says;
  private boolean helloAccepted;
  private boolean credentialsAsked;

  HelloCallbacks(EndRules rules, ClientSays says) {
    this.rules = rules;
    this.says = says;
  }

  /** What must be called again before the hello can be acted upon; null if nothing is missing. */
  Step missing() throws IOException {
    if (!helloAccepted && !helloAccepted()) {
      return Step.CLIENT_HELLO_CALLBACK;
    }
    // Not asked again about this hello while the other callback is not ready.
    helloAccepted = !credentialsChosen();
    return helloAccepted ? Step.CERTIFICATE_CALLBACK : null;
  }

  private boolean helloAccepted() throws IOException {
    if (rules.config.clientHelloCallback().isEmpty()) {
      return true;
    }
    ClientHelloCallback callback = rules.config.clientHelloCallback().get();
    return switch (callback.onClientHello(Hellos.info(says.hello()), rules.attachment)) {
      case SUCCESS -> true;
      case RETRY -> false;
      case REFUSE ->
          throw new TlsFatalAlert(
              AlertDescription.access_denied, "the ClientHello callback refused the connection");
      case REFUSE_NAME ->
          throw new TlsFatalAlert(
              AlertDescription.unrecognized_name,
              "the ClientHello callback refused the name that is asked for");
    };
  }

  /**
   * Asks once in a handshake: the second hello after a retry has the same name (RFC 8446 4.1.2).
   */
  private boolean credentialsChosen() throws IOException {
    if (credentialsAsked || rules.config.serverCredentialsCallback().isEmpty()) {
      return true;
    }
    ServerCredentialsCallback callback = rules.config.serverCredentialsCallback().get();
    ClientHelloInfo hello = Hellos.info(says.hello());
    try {
      Selection selection = callback.select(hello, rules.attachment);
      credentialsAsked = !selection.again();
      rules.serverCredentials = selection.credentials();
    } catch (IOException | RuntimeException e) {
      throw Wire.threw(rules, "the callback for a server's credentials", e);
    }
    return credentialsAsked;
  }
}
