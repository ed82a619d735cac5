package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A client and a server that talk over loopback, each in its own thread: they do what they are
 * told, and close.
 *
 * @param client what the client failed with; null for nothing
 * @param server what the server failed with; null for nothing
 */
record Meeting(Throwable client, Throwable server) {

  private static final int PATIENCE_SECONDS = 40;

  /** What an end does. */
  interface Part {
    void play(End end) throws Exception;
  }

  /** Somebody who takes part. */
  record Party(Library library, Setup setup, Part part) {}

  /** Where they meet: sessions are resumed with the same place only. */
  static final class Place implements AutoCloseable {
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final InetSocketAddress address;

    Place() throws IOException {
      InetAddress localhost = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
      listener.bind(new InetSocketAddress(localhost, 0));
      address = new InetSocketAddress(localhost, listener.socket().getLocalPort());
    }

    /** Lets the two meet, and returns when both have gone. */
    Meeting meet(Party client, Party server) throws Exception {
      End near = client.library().connect(address, client.setup());
      End far;
      try {
        far = server.library().accept(listener.accept(), server.setup());
      } catch (Exception e) {
        near.close();
        throw e;
      }
      try (Player clients = new Player(client, near);
          Player servers = new Player(server, far)) {
        return new Meeting(clients.thrown(), servers.thrown());
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static final class Player implements AutoCloseable {
    private final FutureTask<Throwable> task;
    private final Thread thread;

    Player(Party party, End end) {
      task = new FutureTask<>(() -> play(end, party.part()));
      String name = "channel-" + (party.setup().client() ? "client" : "server");
      thread = party.library().threads().name(name).start(task);
    }

    Throwable thrown() throws Exception {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private static Throwable play(End end, Part part) {
    try (end) {
      part.play(end);
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  /** Demands that both ends did what they were told. */
  void assertWell() {
    Throwable thrown = client != null ? client : server;
    if (thrown != null) {
      if (client != null && server != null) {
        client.addSuppressed(server);
      }
      fail(client != null ? "the client failed" : "the server failed", thrown);
    }
  }
}
