package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.Ends;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A place where clients meet the server of a context, one after the other or many at once. */
final class Meeting implements AutoCloseable {

  private static final int MILLIS = 20_000;

  /** The sessions of one connection, at both ends. */
  record Met(SSLSession client, SSLSession server) {}

  private final SSLServerSocket listener;

  Meeting(SSLContext server) throws IOException {
    listener =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(MILLIS);
  }

  SSLServerSocket listener() {
    return listener;
  }

  int port() {
    return listener.getLocalPort();
  }

  Met meet(SSLContext client) throws Exception {
    return meet(client, socket -> {});
  }

  /** Connects, passes a byte to and fro, and ends in an orderly way. */
  Met meet(SSLContext client, Consumer<SSLSocket> setUp) throws Exception {
    FutureTask<SSLSession> serving = Ends.virtually(this::serve);
    SSLSession session;
    try {
      session = connect(client, setUp);
    } catch (IOException e) {
      try {
        Ends.await(serving);
      } catch (IOException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
    return new Met(session, Ends.await(serving));
  }

  private SSLSession connect(SSLContext client, Consumer<SSLSocket> setUp) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("localhost", port())) {
      socket.setSoTimeout(MILLIS);
      setUp.accept(socket);
      socket.getOutputStream().write(1);
      assertEquals(2, socket.getInputStream().read());
      return socket.getSession();
    }
  }

  private SSLSession serve() throws IOException {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.setSoTimeout(MILLIS);
      assertEquals(1, socket.getInputStream().read());
      socket.getOutputStream().write(2);
      assertEquals(-1, socket.getInputStream().read());
      return socket.getSession();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
