package dev.heddle.drivers.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;
import tlschannel.NeedsReadException;
import tlschannel.NeedsTaskException;
import tlschannel.NeedsWriteException;
import tlschannel.TlsChannel;

/**
 * An end by a {@code TlsChannel} over a blocking channel, or over one that does not block: then it
 * waits for the socket where the library says so, and runs the engine's tasks where it is told to,
 * in another thread.
 */
final class TlsChannelEnd extends StreamEnd {

  private final TlsChannel tls;
  private final SocketChannel socket;
  private final Selector selector;
  private final SelectionKey key;
  private int tasks;

  /**
   * Takes a channel over a socket.
   *
   * @param selector null where the socket blocks
   */
  TlsChannelEnd(TlsChannel tls, SocketChannel socket, Selector selector) throws IOException {
    this.tls = tls;
    this.socket = socket;
    this.selector = selector;
    key = selector == null ? null : socket.register(selector, 0);
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T untilDone(Step<T> step) throws Exception {
    while (true) {
      try {
        return step.run();
      } catch (NeedsReadException e) {
        await(SelectionKey.OP_READ);
      } catch (NeedsWriteException e) {
        await(SelectionKey.OP_WRITE);
      } catch (NeedsTaskException e) {
        tasks++;
        Thread.ofVirtual().start(e.getTask()).join();
      }
    }
  }

  private void await(int operations) throws IOException, InterruptedException {
    key.interestOps(operations);
    selector.selectedKeys().clear();
    while (selector.select() == 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  TlsChannel tls() {
    return tls;
  }

  /** How many tasks it has been told to run. */
  int tasks() {
    return tasks;
  }

  @Override
  int read(ByteBuffer bytes) throws Exception {
    return untilDone(() -> tls.read(bytes));
  }

  /** Once more than there are bytes, as the library demands it where a write may not block. */
  @Override
  void write(ByteBuffer bytes) throws Exception {
    do {
      untilDone(() -> tls.write(bytes));
    } while (bytes.hasRemaining());
  }

  @Override
  boolean heardGoodbye() {
    return tls.shutdownReceived();
  }

  @Override
  public void updateKeys() throws IOException {
    tls.getSslEngine().beginHandshake();
  }

  @Override
  public SSLSession session() {
    return tls.getSslEngine().getSession();
  }

  @Override
  public void close() throws IOException {
    try (socket;
        selector) {
      tls.close();
    }
  }
}
