package dev.heddle.jsse;

import dev.heddle.drivers.Blocked;
import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection over loopback that knows no TLS, and what is put on its ends. */
record Wire(Socket near, Socket far) implements AutoCloseable {

  /** What a class does when it is first used may pin a carrier, which is not what guards count. */
  private static final class Rehearsal {
    static final boolean DONE = rehearse();
  }

  private static boolean rehearse() {
    try (Wire wire = pair()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      shakeHands(client, server);
      server.getOutputStream().write(1);
      client.getInputStream().read();
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      client.getOutputStream().write(1);
      client.close();
      reader.ended();
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Wire open() throws IOException {
    if (!Rehearsal.DONE) {
      throw new AssertionError();
    }
    return pair();
  }

  private static Wire pair() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
      return new Wire(near, listener.accept());
    }
  }

  /** A client on the near end that closes it with itself; it trusts the usual root. */
  SSLSocket client(Face face) throws IOException {
    return client(face, true);
  }

  /** A client on the near end; it trusts the usual root. */
  SSLSocket client(Face face, boolean autoClose) throws IOException {
    return over(face.context(TestCerts.root(), null), near, autoClose);
  }

  /** A client of that context, for localhost, on a socket. */
  static SSLSocket over(SSLContext context, Socket below, boolean autoClose) throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket(below, "localhost", 4433, autoClose);
  }

  /** A client with other extras than the usual. */
  SSLSocket client(Options options, boolean autoClose) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", new HeddleProvider(options));
    context.init(null, Face.trust(TestCerts.root()), null);
    return over(context, near, autoClose);
  }

  /** The JDK's server on the far end, for localhost. */
  SSLSocket server() throws IOException {
    return server(Face.SUNJSSE, TestCerts.localhost(KeyType.EC_P256), null);
  }

  /** A server on the far end. */
  SSLSocket server(Face face, Identity identity, InputStream consumed) throws IOException {
    return (SSLSocket)
        face.context(TestCerts.root(), identity)
            .getSocketFactory()
            .createSocket(far, consumed, true);
  }

  /** Has both shake hands. */
  static void shakeHands(SSLSocket client, SSLSocket server) throws Exception {
    FutureTask<Void> other =
        new FutureTask<>(
            () -> {
              server.startHandshake();
              return null;
            });
    Thread.ofVirtual().start(other);
    client.startHandshake();
    other.get();
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
  }
}
