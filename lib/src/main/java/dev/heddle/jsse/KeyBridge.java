package dev.heddle.jsse;

import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.Credentials;
import dev.heddle.config.ServerCredentialsCallback;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import javax.security.auth.x500.X500Principal;

/**
 * Has a caller's key manager choose the credentials of a connection, which is attached. One
 * callback per manager and role, for the life of its context. The manager is asked as SunJSSE asks
 * it: a client's once, for all types of keys that will do; a server's for one type after the other.
 */
final class KeyBridge {

  private KeyBridge() {}

  /** For the clients of a context. */
  static ClientCertificateCallback client(X509KeyManager manager) {
    return new Client(new ManagedKeys(manager));
  }

  /** For the servers of a context. */
  static ServerCredentialsCallback server(X509KeyManager manager) {
    return new Server(new ManagedKeys(manager));
  }

  private static TlsConfig config(Connection connection) throws IOException {
    return connection
        .context()
        .config(connection.isClient(), connection.parameters(), connection.peerHost());
  }

  private static IllegalStateException notAttached() {
    return new IllegalStateException("no connection is attached, whose parameters decide");
  }

  private record Client(ManagedKeys keys) implements ClientCertificateCallback {

    @Override
    public Selection select(List<X500Principal> issuers) {
      throw notAttached();
    }

    @Override
    public Selection select(CertificateRequestInfo request) throws IOException {
      Connection connection = (Connection) request.attachment();
      KeyTypes wanted = KeyTypes.of(request, config(connection));
      if (wanted.types().isEmpty()) {
        return Selection.none();
      }
      connection.handshakeSession(TlsSession.inHandshake(connection, request));
      String alias =
          connection.chooseClientAlias(
              keys.manager(), wanted.types().toArray(String[]::new), issuers(request));
      Credentials chosen = alias == null ? null : keys.of(alias, wanted.types());
      return chosen == null ? Selection.none() : Selection.use(chosen);
    }

    /** TLS 1.3 has no list where TLS 1.2 has an empty one. */
    private static Principal[] issuers(CertificateRequestInfo request) {
      return request.issuers().isEmpty() && request.version() == TlsVersion.TLS_1_3
          ? null
          : request.issuers().toArray(Principal[]::new);
    }
  }

  private record Server(ManagedKeys keys) implements ServerCredentialsCallback {

    @Override
    public Selection select(ClientHelloInfo hello) {
      throw notAttached();
    }

    @Override
    public Selection select(ClientHelloInfo hello, Object attachment) throws IOException {
      Connection connection = (Connection) attachment;
      KeyTypes wanted = KeyTypes.of(hello, config(connection));
      connection.handshakeSession(TlsSession.inHandshake(connection, hello));
      Credentials misfit = null;
      for (String type : wanted.types()) {
        String alias = connection.chooseServerAlias(keys.manager(), type, null);
        Credentials chosen = alias == null ? null : keys.of(alias, List.of(type));
        if (chosen != null && wanted.takes(chosen.chain().getFirst().getPublicKey())) {
          return Selection.use(chosen);
        }
        misfit = misfit == null ? chosen : misfit;
      }
      // With one that will not do, the failure says what is not in common.
      return misfit == null ? Selection.none() : Selection.use(misfit);
    }
  }
}
