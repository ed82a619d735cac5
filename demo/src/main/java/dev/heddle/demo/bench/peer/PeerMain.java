package dev.heddle.bench;

import dev.heddle.bench.Library.Connection;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One process of {@link HandshakeBench}: one library that answers connections and makes them, as
 * the driver tells it on the standard input, and says what this has cost the process. Every
 * connection is a virtual thread. The program ends with its standard input, and at the first thing
 * that goes wrong.
 *
 * <p>The first line is who is who, the answer the port it listens on. Then, each answered by one
 * line:
 *
 * <ul>
 *   <li>{@code mark}: costs count from here.
 *   <li>{@code connect PORT COUNT}: makes that many connections and closes them. Where handshakes
 *       are resumed, each waits for an octet, which the ticket for the next comes before.
 *   <li>{@code receive PORT BYTES}, {@code send PORT BYTES}: moves data over one connection.
 *   <li>{@code served COUNT}: waits until that many more connections have been answered.
 * </ul>
 */
final class BenchChild {

  private final Library library;
  private final int atOnce;
  private final boolean resumes;
  private final ServerSocket listener;
  private final Semaphore served = new Semaphore(0);
  private final byte[] data = new byte[RECORD];
  private volatile Cost mark = Cost.now();

  private BenchChild(Library library, int atOnce, boolean resumes) throws IOException {
    this.library = library;
    this.resumes = resumes;
    this.atOnce = atOnce;
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /**
   * Takes the library, {@code heddle}, {@code sunjsse} or {@code plain}, the connections made at
   * once, and what handshakes they have: {@code full} or {@code resumed}.
   */
  public static void main(String[] arguments) throws Exception {
    BufferedReader in = Answers.input();
    Parties parties = Parties.decode(in.readLine());
    boolean resumes = arguments[2].equals("resumed");
    Library library =
        switch (arguments[0]) {
          case "heddle" -> new HeddleLibrary(parties, resumes);
          case "plain" -> new PlainSockets();
          default -> new SunJsse(parties, resumes);
        };
    var child = new BenchChild(library, Integer.parseInt(arguments[1]), resumes);
    System.out.println(child.listener.getLocalPort());
    inBackground(child::listen);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] command = line.split(" ");
      inBackground(
          () -> {
            System.out.println(child.answer(command));
            return null;
          });
    }
    System.exit(0);
  }

  /** The driver must not wait for an answer that will not come. */
  private static void inBackground(Callable<Void> work) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.call();
              } catch (Throwable e) {
                e.printStackTrace();
                System.exit(1);
              }
            });
  }

  private String answer(String[] command) throws Exception {
    switch (command[0]) {
      case "mark" -> mark = Cost.now();
      case "connect" -> connect(Integer.parseInt(command[1]), Integer.parseInt(command[2]));
      case "receive" -> receive(Integer.parseInt(command[1]), Long.parseLong(command[2]));
      case "send" -> send(Integer.parseInt(command[1]), Long.parseLong(command[2]));
      case "served" -> await(Integer.parseInt(command[1]));
      default -> throw new IllegalArgumentException("unknown command: " + command[0]);
    }
    return Cost.now().since(mark).toString();
  }

  // The client's part: it speaks first, a count of bytes that it wants or, negative, brings.

  private void connect(int port, int count) throws Exception {
    var left = new AtomicInteger(count);
    var resumed = new AtomicInteger();
    List<Future<Void>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < atOnce; i++) {
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
    // The first connections to a peer have nothing to resume.
    if (resumes ? resumed.get() < count - atOnce : resumed.get() > 0) {
      throw new IllegalStateException(resumed + " of " + count + " connections were resumed");
    }
  }

  /** One connection; answers whether it was resumed. */
  private boolean connect(Library own, int port) throws IOException {
    try (Connection connection = open(own, port)) {
      if (resumes) {
        readAll(connection, 1);
      }
      return connection.isResumed();
    }
  }

  private void receive(int port, long count) throws IOException {
    try (Connection connection = open(library, port)) {
      connection.write(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
      readAll(connection, count);
    }
  }

  private void send(int port, long count) throws IOException {
    try (Connection connection = open(library, port)) {
      connection.write(ByteBuffer.allocate(Long.BYTES).putLong(-count).array());
      writeAll(connection, count);
      readAll(connection, 1);
    }
  }

  private static Connection open(Library own, int port) throws IOException {
    var socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return own.connect(socket);
  }

  // The server's part.

  private Void listen() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      socket.setTcpNoDelay(true);
      inBackground(() -> serve(socket));
    }
  }

  private Void serve(Socket socket) throws IOException {
    try (Connection connection = library.accept(socket)) {
      byte[] request = new byte[Long.BYTES];
      if (resumes) {
        connection.write(new byte[1]);
      }
      if (connection.read(request) > 0) {
        long count = ByteBuffer.wrap(request).getLong();
        if (count > 0) {
          writeAll(connection, count);
        } else {
          readAll(connection, -count);
          connection.write(new byte[1]);
        }
        connection.read(request);
      }
    }
    served.release();
    return null;
  }

  private void await(int count) throws InterruptedException {
    if (!served.tryAcquire(count, 1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "answered " + served.availablePermits() + " connections of " + count);
    }
  }

  private void writeAll(Connection connection, long count) throws IOException {
    for (long left = count; left > 0; left -= RECORD) {
      connection.write(data);
    }
  }

  private static void readAll(Connection connection, long count) throws IOException {
    byte[] target = new byte[(int) Math.min(count, RECORD)];
    for (long left = count; left > 0; ) {
      int n = connection.read(target);
      if (n < 0) {
        throw new EOFException(left + " bytes are missing");
      }
      left -= n;
    }
  }

  /** The most that a record carries; data comes in multiples of it. */
  static final int RECORD = 16_384;

  private static final int BACKLOG = 1000;
}
