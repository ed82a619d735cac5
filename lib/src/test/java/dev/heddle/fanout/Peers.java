package dev.heddle.fanout;

import dev.heddle.bio.ChannelBio;
import dev.heddle.config.TlsConfig;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TLS server on loopback that says the host name it was asked for, and then what it hears. */
final class Peers implements AutoCloseable {

  private static final TlsConfig SERVER =
      TlsConfig.builder()
          .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
          .build();

  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicInteger orderly = new AtomicInteger();

  Peers() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    threads.execute(this::accept);
  }

  Target target() {
    return new Target("localhost", listener.socket().getLocalPort());
  }

  /** So many times the same. */
  List<Target> targets(int count) {
    return Collections.nCopies(count, target());
  }

  /** A dialer that trusts this server. */
  static Dialer.Builder dialer() {
    return Dialer.builder().config(TlsConfig.builder().trust(Ends.trust()).build());
  }

  /** Connections whose end has not been seen. */
  int live() {
    return live.get();
  }

  /** Connections that have ended with close_notify. */
  int orderly() {
    return orderly.get();
  }

  private void accept() {
    try {
      for (; ; ) {
        SocketChannel channel = listener.accept();
        threads.execute(() -> serve(channel));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SocketChannel channel) {
    live.incrementAndGet();
    try (TlsSocket socket = TlsSocket.server(ChannelBio.of(channel), SERVER, Limits.defaults())) {
      socket.inputStream().transferTo(socket.outputStream());
      orderly.incrementAndGet();
    } catch (IOException e) {
      // dropped, as many tests want it
    } finally {
      live.decrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.close();
  }
}
