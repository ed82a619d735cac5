package dev.heddle.demo.bench.peer;

import dev.heddle.demo.bench.peer.Library.Connection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that a client keeps open, for the driver to see what one costs: each has moved 16 KB
 * each way, and idles.
 *
 * <p>What a connection holds alone, without a socket and without a thread, is what is freed when it
 * is let go of while its {@link Socket} is not. The socket is closed by then, and so some hundred
 * bytes of its own count as the connection's.
 */
final class HeldConnections {

  /** Makes a connection of a socket that it makes. */
  @FunctionalInterface
  interface Opener {
    Connection open(Socket socket) throws IOException;
  }

  private record Held(Socket socket, Connection connection, Thread reader) {}

  private final List<Held> held = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Opens connections.
   *
   * @param atOnce how many at the same time
   * @param readers whether a virtual thread is to be blocked in a read of each
   */
  void hold(int count, int atOnce, boolean readers, Opener opener) throws Exception {
    var left = new AtomicInteger(count);
    List<Future<Void>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> worker =
          () -> {
            while (left.getAndDecrement() > 0) {
              held.add(hold(readers, opener));
            }
            return null;
          };
      for (int i = 0; i < atOnce; i++) {
        workers.add(threads.submit(worker));
      }
    }
    for (Future<Void> worker : workers) {
      worker.get();
    }
    if (readers) {
      awaitReaders();
    }
  }

  private void awaitReaders() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    for (Held each : held) {
      while (each.reader.getState() != Thread.State.WAITING) {
        if (!each.reader.isAlive()) {
          throw new IllegalStateException("a connection that should idle has ended");
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException("no virtual thread for each that waits for data");
        }
        Thread.sleep(1);
      }
    }
  }

  private static Held hold(boolean reader, Opener opener) throws IOException {
    var socket = new Socket();
    Connection connection = opener.open(socket);
    Talk.bringBytes(connection, Talk.RECORD);
    Talk.writeAll(connection, Talk.RECORD);
    Talk.readAll(connection, 1);
    Talk.wantBytes(connection, Talk.RECORD);
    Talk.readAll(connection, Talk.RECORD);
    return new Held(socket, connection, reader ? blocked(connection) : null);
  }

  private static Thread blocked(Connection connection) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                connection.read(new byte[1]);
              } catch (IOException e) {
                // It has been closed.
              }
            });
  }

  /** Closes the connections and lets go of all but their sockets. */
  void drop() throws IOException {
    for (Held each : held) {
      each.connection.close();
      sockets.add(each.socket);
    }
    held.clear();
  }

  /** Lets go of the sockets, too. */
  void forget() {
    sockets.clear();
  }

  /** The bytes on the heap that are in use, once it has been collected. */
  static long heap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What one frees that has something to clean up is gone after the next. */
  private static final int COLLECTIONS = 3;

  private static final int MOST_SECONDS = 30;
}
