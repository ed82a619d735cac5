package dev.heddle.demo.bench.peer;

import dev.heddle.demo.bench.peer.Library.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The side that connects, each connection on a virtual thread.
 *
 * <ul>
 *   <li>{@code connect PORT COUNT}: makes that many connections and closes them. Where sessions are
 *       resumed, each waits for an octet, which the ticket for the next comes before.
 *   <li>{@code receive PORT BYTES}, {@code send PORT BYTES}: moves data over one connection.
 *   <li>{@code ping PORT COUNT}: sends an octet and waits for it to come back, so often; the answer
 *       has the median and the 99th percentile of the times, in nanoseconds.
 *   <li>{@code hold PORT COUNT [alone]}: makes that many connections, has each move 16 KB each way,
 *       and keeps them open, with a virtual thread blocked in a read of each unless they are alone;
 *       {@code heap}: the answer has the live bytes on the heap; {@code drop}: closes what is held,
 *       and keeps nothing but the sockets; {@code forget}: not even those.
 * </ul>
 */
final class ClientSide implements Side {

  private final Library library;
  private final Settings settings;

  /** How many connections there have been. */
  private final AtomicLong connections = new AtomicLong();

  private final HeldConnections held = new HeldConnections();

  ClientSide(Library library, Settings settings) {
    this.library = library;
    this.settings = settings;
  }

  @Override
  public int port() {
    return 0;
  }

  @Override
  public String version() {
    return library.version();
  }

  @Override
  public String run(String... command) throws Exception {
    return switch (command[0]) {
      case "connect" -> connect(port(command), (int) count(command));
      case "receive" -> receive(port(command), count(command));
      case "send" -> send(port(command), count(command));
      case "ping" -> ping(port(command), (int) count(command));
      case "hold" -> hold(port(command), (int) count(command), command.length > 3);
      case "heap" -> String.valueOf(HeldConnections.heap());
      case "drop" -> {
        held.drop();
        yield "";
      }
      case "forget" -> {
        held.forget();
        yield "";
      }
      default -> throw Side.unknown(command);
    };
  }

  static int port(String... command) {
    return Integer.parseInt(command[1]);
  }

  static long count(String... command) {
    return Long.parseLong(command[2]);
  }

  private String connect(int port, int count) throws Exception {
    var left = new AtomicInteger(count);
    var resumed = new AtomicInteger();
    List<Future<Void>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < settings.atOnce(); i++) {
        Library own = library.forThread(i);
        workers.add(
            threads.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    if (connect(own, port)) {
                      resumed.incrementAndGet();
                    }
                  }
                  return null;
                }));
      }
    }
    for (Future<Void> worker : workers) {
      worker.get();
    }
    settings.checkResumed(resumed.get(), count);
    return "";
  }

  /** One connection; answers whether it was resumed. */
  private boolean connect(Library own, int port) throws IOException {
    try (Connection connection = open(own, port)) {
      if (settings.resumes()) {
        Talk.readAll(connection, 1);
      }
      return connection.isResumed();
    }
  }

  private String receive(int port, long count) throws IOException {
    try (Connection connection = open(library, port)) {
      Talk.wantBytes(connection, count);
      Talk.readAll(connection, count);
    }
    return "";
  }

  private String send(int port, long count) throws IOException {
    try (Connection connection = open(library, port)) {
      Talk.bringBytes(connection, count);
      Talk.writeAll(connection, count);
      Talk.readAll(connection, 1);
    }
    return "";
  }

  private String ping(int port, int count) throws IOException {
    long[] times = new long[count];
    byte[] octet = new byte[1];
    try (Connection connection = open(library, port)) {
      Talk.wantEchoes(connection, count);
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        connection.write(octet);
        Talk.readAll(connection, 1);
        times[i] = System.nanoTime() - begun;
      }
    }
    return percentiles(times);
  }

  /** The median and the 99th percentile of times, which are sorted by this. */
  static String percentiles(long... times) {
    Arrays.sort(times);
    return times[times.length / 2] + " " + times[(int) (times.length * 0.99)];
  }

  private String hold(int port, int count, boolean alone) throws Exception {
    held.hold(count, settings.atOnce(), !alone, socket -> open(library, socket, port));
    return "";
  }

  private Connection open(Library own, int port) throws IOException {
    // Whether the system has a proxy is no matter here, and to ask costs as much as a short read.
    return open(own, new Socket(Proxy.NO_PROXY), port);
  }

  private Connection open(Library own, Socket socket, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return own.connect(socket, settings.host(connections.getAndIncrement()));
  }
}
