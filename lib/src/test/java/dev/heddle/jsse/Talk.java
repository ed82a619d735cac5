package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/** A handshake over loopback between two contexts, of whichever provider. */
final class Talk {

  /** Whose a context is. */
  enum Face {
    HEDDLE,
    SUN;

    SSLContext context(KeyManager keys, TrustManager trust) {
      try {
        SSLContext context =
            this == SUN
                ? SSLContext.getInstance("TLS", "SunJSSE")
                : SSLContext.getInstance("TLS", new HeddleProvider());
        context.init(
            keys == null ? new KeyManager[0] : new KeyManager[] {keys},
            new TrustManager[] {trust},
            null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What came of it: either sessions or exceptions. */
  SSLSession client;

  SSLSession server;
  String clientProtocol;
  String serverProtocol;
  IOException clientFailed;
  IOException serverFailed;

  /** Shakes hands and passes a byte each way; both ends are set up before. */
  static Talk between(
      SSLContext client,
      Consumer<SSLSocket> ofClient,
      SSLContext server,
      Consumer<SSLSocket> ofServer)
      throws Exception {
    Talk talk = new Talk();
    // Neither end is closed before both are done: what is still under way would be lost with it.
    try (Sockets sockets = Sockets.open()) {
      FutureTask<Void> serving =
          Ends.virtually(
              () -> {
                talk.serve(server, sockets.other(), ofServer);
                return null;
              });
      talk.connect(client, sockets.one(), ofClient);
      Ends.await(serving);
    }
    return talk;
  }

  private void serve(SSLContext context, Socket plain, Consumer<SSLSocket> setUp)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false)) {
      socket.setUseClientMode(false);
      setUp.accept(socket);
      socket.setSoTimeout(20_000);
      try {
        socket.startHandshake();
        socket.getOutputStream().write(1);
        assertEquals(2, socket.getInputStream().read());
        server = socket.getSession();
        serverProtocol = socket.getApplicationProtocol();
      } catch (IOException e) {
        serverFailed = e;
      }
    }
  }

  private void connect(SSLContext context, Socket plain, Consumer<SSLSocket> setUp)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 4433, false)) {
      setUp.accept(socket);
      socket.setSoTimeout(20_000);
      try {
        socket.startHandshake();
        assertEquals(1, socket.getInputStream().read());
        socket.getOutputStream().write(2);
        client = socket.getSession();
        clientProtocol = socket.getApplicationProtocol();
      } catch (IOException e) {
        clientFailed = e;
      }
    }
  }

  /** Fails with what went wrong. */
  Talk well() {
    for (IOException each : new IOException[] {serverFailed, clientFailed}) {
      if (each != null) {
        throw new AssertionError("the handshake failed", each);
      }
    }
    return this;
  }

  static X509Certificate peer(SSLSession session) throws IOException {
    return (X509Certificate) session.getPeerCertificates()[0];
  }

  /** The JDK's key manager for identities, whose aliases are their types of keys. */
  static X509ExtendedKeyManager keys(String algorithm, Identity... identities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Identity each : identities) {
        store.setKeyEntry(
            each.type().name(), each.key(), PASSWORD, each.chain().toArray(X509Certificate[]::new));
      }
      KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
      factory.init(store, PASSWORD);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final char[] PASSWORD = "a".toCharArray();
}
