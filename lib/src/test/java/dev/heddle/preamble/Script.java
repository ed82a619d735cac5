package dev.heddle.preamble;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.FailureReport;
import dev.heddle.support.Ends;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A server in the clear over loopback, and a client's transport to it. Its lines are bytes as
 * characters: {@code <…} is said by the server in one piece, {@code >…} is what it must read next.
 */
final class Script implements AutoCloseable {

  private final SocketChannel server;
  private final Bio client;
  private FutureTask<Void> saying;

  private Script(SocketChannel server, Bio client) {
    this.server = server;
    this.client = client;
  }

  /** Both ends, and nothing said yet. */
  static Script open() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel client = SocketChannel.open(listener.getLocalAddress());
      return new Script(listener.accept(), ChannelBio.of(client));
    }
  }

  /** A server's end alone, whose client is somebody else's. */
  static Script of(SocketChannel server) {
    return new Script(server, null);
  }

  /** The server follows these lines on a thread of its own, and says no more after them. */
  Script say(String... lines) {
    return run(
        () -> {
          follow(lines);
          server.shutdownOutput(); // who waits for more fails at once
          return null;
        });
  }

  /** The server does this on a thread of its own. */
  Script run(Callable<Void> work) {
    saying =
        Ends.virtually(
            () -> {
              try {
                return work.call();
              } catch (Throwable e) {
                server.close(); // the client need not wait for more
                throw e;
              }
            });
    return this;
  }

  /** The server follows these lines on this thread. */
  void follow(String... lines) throws IOException {
    for (String line : lines) {
      byte[] bytes = line.substring(1).getBytes(ISO_8859_1);
      if (line.charAt(0) == '<') {
        server.write(ByteBuffer.wrap(bytes));
      } else {
        assertEquals(line.substring(1), read(bytes.length));
      }
    }
  }

  private String read(int count) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(count);
    while (read.hasRemaining()) {
      if (server.read(read) < 0) {
        throw new EOFException("after " + read.position() + " bytes");
      }
    }
    return new String(read.array(), ISO_8859_1);
  }

  /** The server's end. */
  SocketChannel server() {
    return server;
  }

  /** The client's end. */
  Bio client() {
    return client;
  }

  /** Holds the conversations by the script, for db.example:5432. */
  Prelude hold(Preamble... parts) {
    return hold(TimeSource.system(), Deadline.never(), parts);
  }

  /** Holds the conversations by a deadline, which the message says was 20 s. */
  Prelude hold(TimeSource time, Deadline end, Preamble... parts) {
    return Prelude.hold(List.of(parts), client, "db.example", 5432, time, end, 20_000);
  }

  /** That the server has done its part. */
  void done() throws Exception {
    Ends.await(saying);
  }

  /** The message of a failure, with PEER for the server's address. */
  String message(Prelude prelude) {
    FailureReport failure = prelude.failure();
    assertNotNull(failure, "no failure");
    return failure.message().replace(client.peer(), "PEER");
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (client != null) {
      client.abort();
    }
  }
}
