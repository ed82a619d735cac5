package dev.heddle.drivers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What lies between clients and a server that listens on a port of loopback: it passes on what both
 * sides say, until it is cut, or spoils what it carries.
 */
final class Cable implements Servers.Server {

  /** Which way bytes go. */
  enum Way {
    TO_CLIENT,
    TO_SERVER
  }

  /** How TCP ends where the cable is cut. */
  enum End {
    /** As if the peer had closed it: FIN. */
    FIN,
    /** As if the peer had died: RST. */
    RESET
  }

  /** Where a connection is cut: after so many bytes that way. */
  record Cut(Way way, long after, End end) {}

  private final int serverPort;
  private final boolean keepsClients;
  private final Wait beforeCut;
  private final Queue<Cut> cuts;
  private final AtomicBoolean spoilsToClient = new AtomicBoolean();
  private final AtomicBoolean spoilsToServer = new AtomicBoolean();
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /**
   * Listens on a port of 127.0.0.1.
   *
   * @param cuts of the first connection, the second and so on; the others are left alone
   */
  Cable(int serverPort, Cut... cuts) throws IOException {
    this(serverPort, () -> {}, cuts);
  }

  /**
   * The same.
   *
   * @param beforeCut what a cut waits for
   */
  Cable(int serverPort, Wait beforeCut, Cut... cuts) throws IOException {
    this(serverPort, false, beforeCut, List.of(cuts));
  }

  private Cable(int serverPort, boolean keepsClients, Wait beforeCut, List<Cut> cuts)
      throws IOException {
    this.serverPort = serverPort;
    this.keepsClients = keepsClients;
    this.beforeCut = beforeCut;
    this.cuts = new ConcurrentLinkedQueue<>(cuts);
    listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  /**
   * One that does not tell a client when the server has closed, and takes what the client still
   * says: so a client hears why it was refused, however late it listens.
   */
  static Cable keepingClients(int serverPort) throws IOException {
    return new Cable(serverPort, true, () -> {}, List.of());
  }

  /** Changes a byte of what goes that way next. */
  void spoil(Way way) {
    (way == Way.TO_CLIENT ? spoilsToClient : spoilsToServer).set(true);
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  /** Where a client asks for that path through it. */
  String url(String path) {
    return "https://localhost:" + port() + path;
  }

  /** Waits for something. */
  interface Wait {
    void await() throws InterruptedException;
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void start(Work work) {
    Runnable quietly =
        () -> {
          try {
            work.run();
          } catch (IOException | InterruptedException e) {
            return; // the ends know, and nobody interrupts
          }
        };
    threads.add(Thread.ofPlatform().daemon().name("cable").start(quietly));
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      open.add(client);
      Socket server = new Socket(InetAddress.getByName("127.0.0.1"), serverPort);
      open.add(server);
      Connection connection = new Connection(client, server, cuts.poll());
      start(() -> connection.carry(Way.TO_SERVER));
      start(() -> connection.carry(Way.TO_CLIENT));
    }
  }

  /** One connection through it. */
  private final class Connection {
    private final Socket client;
    private final Socket server;
    private final Cut cut;
    private final AtomicInteger ways = new AtomicInteger(2);

    Connection(Socket client, Socket server, Cut cut) {
      this.client = client;
      this.server = server;
      this.cut = cut;
    }

    /** Passes on what goes one way until its end; whoever is last closes both sockets. */
    void carry(Way way) throws IOException, InterruptedException {
      Socket from = way == Way.TO_CLIENT ? server : client;
      Socket to = way == Way.TO_CLIENT ? client : server;
      try {
        pass(from, to, way);
      } catch (IOException e) {
        if (!keepsClients) {
          reset();
        }
      } finally {
        boolean clientLeft = keepsClients && way == Way.TO_SERVER;
        if (ways.decrementAndGet() == 0 || clientLeft) {
          close();
        }
      }
    }

    private void pass(Socket from, Socket to, Way way) throws IOException, InterruptedException {
      long left = cut == null || cut.way() != way ? Long.MAX_VALUE : cut.after();
      AtomicBoolean spoils = way == Way.TO_CLIENT ? spoilsToClient : spoilsToServer;
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[65_536];
      int n;
      while (left > 0 && (n = in.read(buffer)) >= 0) {
        if (spoils.compareAndSet(true, false)) {
          buffer[n - 1] ^= 1;
        }
        int some = (int) Math.min(n, left);
        write(out, buffer, some);
        left -= some;
      }
      if (left == 0) {
        beforeCut.await();
      }
      if (left == 0 && cut.end() == End.RESET) {
        reset();
      } else if (left == 0) {
        client.shutdownOutput(); // to close it now would reset, where something is unread
        server.shutdownOutput();
      } else if (!keepsClients) {
        to.shutdownOutput();
      }
    }

    /** Where clients are kept they may go on talking to nobody. */
    private void write(OutputStream out, byte[] buffer, int n) throws IOException {
      try {
        out.write(buffer, 0, n);
      } catch (IOException e) {
        if (!keepsClients) {
          throw e;
        }
      }
    }

    private void reset() throws IOException {
      for (Socket each : List.of(client, server)) {
        if (!each.isClosed()) {
          each.setSoLinger(true, 0);
        }
      }
      close();
    }

    private void close() throws IOException {
      client.close();
      server.close();
      open.remove(client);
      open.remove(server);
    }
  }

  /** Ends all connections, and waits for the threads. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      for (Thread each : threads) {
        do {
          for (Socket socket : open) {
            socket.close(); // some may have come meanwhile
          }
        } while (!each.join(Duration.ofMillis(20)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
