package dev.heddle.demo.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands before a server: follows a script in the clear with each client, and passes on what comes
 * after it. Its lines are those of bytes: {@code <…} is said to the client, {@code >…} is what it
 * must say next.
 */
final class Front implements AutoCloseable {

  private final ServerSocket listener;
  private final int behind;
  private final String[] lines;

  private Front(ServerSocket listener, int behind, String[] lines) {
    this.listener = listener;
    this.behind = behind;
    this.lines = lines;
  }

  /**
   * Begins to listen.
   *
   * @param behind the server's port
   */
  static Front open(int behind, String... lines) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Front front = new Front(listener, behind, lines);
    Thread.ofVirtual().start(front::accept);
    return front;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void serve(Socket client) {
    try (client) {
      for (String line : lines) {
        byte[] bytes = line.substring(1).getBytes(ISO_8859_1);
        if (line.charAt(0) == '<') {
          client.getOutputStream().write(bytes);
        } else if (!new String(client.getInputStream().readNBytes(bytes.length), ISO_8859_1)
            .equals(line.substring(1))) {
          return; // which the client takes for a failure
        }
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        Thread back = Thread.ofVirtual().start(() -> pass(server, client));
        pass(client, server);
        back.join();
      }
    } catch (IOException | InterruptedException e) {
      // The client sees the end of the stream.
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException | UncheckedIOException e) {
      // The other end is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
