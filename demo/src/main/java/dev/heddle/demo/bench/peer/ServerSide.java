package dev.heddle.demo.bench.peer;

import dev.heddle.demo.bench.peer.Library.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The side that accepts, each connection on a virtual thread. It does for its clients what they ask
 * for, and for the driver:
 *
 * <ul>
 *   <li>{@code served COUNT}: waits until that many more connections have been answered.
 *   <li>{@code mint COUNT}: makes chains of certificates ahead, of which each name has its own.
 * </ul>
 */
final class ServerSide implements Side {

  private final Library library;
  private final boolean resumes;
  private final ServerSocket listener;
  private final Semaphore served = new Semaphore(0);

  ServerSide(Library library, Settings settings) throws IOException {
    this.library = library;
    this.resumes = settings.resumes();
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    PeerMain.inBackground(this::listen);
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public String version() {
    return library.version();
  }

  @Override
  public String run(String... command) throws InterruptedException {
    int count = Integer.parseInt(command[1]);
    switch (command[0]) {
      case "served" -> await(served, count);
      case "mint" -> library.fresh().orElseThrow(() -> Side.unknown(command)).mint(count);
      default -> throw Side.unknown(command);
    }
    return "";
  }

  private Void listen() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      socket.setTcpNoDelay(true);
      PeerMain.inBackground(() -> serve(socket));
    }
  }

  private Void serve(Socket socket) throws IOException {
    try (Connection connection = library.accept(socket)) {
      if (resumes) {
        connection.write(new byte[1]);
      }
      Talk.serve(connection);
    }
    served.release();
    return null;
  }

  /** Waits until that many more connections have been answered. */
  static void await(Semaphore served, int count) throws InterruptedException {
    if (!served.tryAcquire(count, 1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "answered " + served.availablePermits() + " connections of " + count);
    }
  }

  static final int BACKLOG = 1000;
}
