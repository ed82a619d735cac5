package dev.heddle.drivers;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Stands before a server with TLS, as somebody else: the two sides talk through it in plain text
 * until they agree on TLS, then it shakes hands with both, by the JDK's implementation, and passes
 * on what they say. It counts which handshakes resumed a session, and can stop reading.
 */
final class TlsFront implements AutoCloseable {

  /** What client and server say in plain text before TLS. */
  interface Preamble {
    /** Passes it on; returns when the next byte of each side belongs to TLS. */
    void relay(Socket client, Socket server) throws IOException;
  }

  /** A handshake that the front has done with a client. */
  record Handshake(String protocol, boolean resumed) {}

  private final int serverPort;
  private final Preamble preamble;
  private final String[] protocols;
  private final SSLContext toClients;
  private final SSLContext toServer = Face.SUNJSSE.context(Pki.root(), null);
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Handshake> handshakes = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stalled;

  /**
   * Listens on a port of loopback.
   *
   * @param identity who it says it is
   * @param protocols what it speaks with clients; none for the JDK's defaults
   */
  TlsFront(Identity identity, int serverPort, Preamble preamble, String... protocols)
      throws Exception {
    this.serverPort = serverPort;
    this.preamble = preamble;
    this.protocols = protocols;
    toClients = SSLContext.getInstance("TLS", Face.SUNJSSE.provider());
    toClients.init(Face.keys(identity), null, null);
    listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    run("front", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Those that succeeded, in their order. */
  List<Handshake> handshakes() {
    return List.copyOf(handshakes);
  }

  /** From now on it reads no more from any client. */
  void stall() {
    stalled = true;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      open.add(client);
      run("front-connection", () -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    Socket server = new Socket("localhost", serverPort);
    open.add(server);
    preamble.relay(client, server);
    SSLSocket near = (SSLSocket) toClients.getSocketFactory().createSocket(client, null, true);
    near.setUseClientMode(false);
    if (protocols.length > 0) {
      near.setEnabledProtocols(protocols);
    }
    long start = System.currentTimeMillis();
    near.startHandshake();
    SSLSession session = near.getSession();
    // A session that was resumed is as old as the handshake that made it.
    handshakes.add(new Handshake(session.getProtocol(), session.getCreationTime() < start));
    SSLSocket far =
        (SSLSocket) toServer.getSocketFactory().createSocket(server, "localhost", serverPort, true);
    far.startHandshake();
    run("front-back", () -> pass(far.getInputStream(), near.getOutputStream(), near, false));
    pass(near.getInputStream(), far.getOutputStream(), far, true);
  }

  private void pass(InputStream in, OutputStream out, Socket end, boolean mayStall)
      throws IOException {
    byte[] buffer = new byte[16384];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        if (mayStall && stalled) {
          closed.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.close();
    }
  }

  /** Its connections end with the exceptions of those who hung up. */
  private void run(String name, IoCall call) {
    Runnable work =
        () -> {
          try {
            call.run();
          } catch (IOException e) {
            return;
          }
        };
    threads.add(Thread.ofPlatform().daemon().name(name).start(work));
  }

  private interface IoCall {
    void run() throws IOException;
  }

  /** Ends its connections, without a farewell, and waits for its threads. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    try {
      for (Thread each : threads) {
        // Sockets may come until their thread has ended.
        do {
          for (Socket socket : open) {
            socket.close();
          }
        } while (!each.join(Duration.ofMillis(20)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
