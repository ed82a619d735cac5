package dev.heddle.drivers;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server over the JDK's TLS whose side of the talk a test gives, before TLS and in it. Each
 * connection has a thread of its own; whatever fails in it ends that connection, and the client
 * hears of it by that.
 */
final class TalkServer implements Servers.Server {

  /** One side of a talk. */
  interface Talk {
    /** Talks; the connection is closed when it returns. */
    void with(Socket client) throws IOException;
  }

  private final SSLContext context;
  private final boolean wantsCertificate;
  private final Talk before;
  private final Talk inside;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /**
   * Listens on a port of 127.0.0.1.
   *
   * @param before what is said before TLS; it reads no byte that belongs to TLS
   */
  TalkServer(Identity identity, boolean wantsCertificate, Talk before, Talk inside)
      throws IOException {
    this.context = Face.SUNJSSE.context(Pki.root(), identity);
    this.wantsCertificate = wantsCertificate;
    this.before = before;
    this.inside = inside;
    this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(Work work) {
    Runnable quietly =
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            return; // the other end knows
          }
        };
    threads.add(Thread.ofPlatform().daemon().name("talk-server").start(quietly));
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      open.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      before.with(client);
      try (SSLSocket tls =
          (SSLSocket) context.getSocketFactory().createSocket(client, null, true)) {
        tls.setUseClientMode(false);
        tls.setNeedClientAuth(wantsCertificate);
        tls.startHandshake();
        inside.with(tls);
      }
    } finally {
      open.remove(client);
    }
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections, without a farewell, and waits for the threads. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      for (Thread each : threads) {
        do {
          for (Socket socket : open) {
            socket.close(); // some may have come meanwhile
          }
        } while (!each.join(java.time.Duration.ofMillis(20)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
