package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Category;
import dev.heddle.fault.TlsTimeoutException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that never reads, over sockets whose owner has set SO_LINGER to 5 seconds. */
class StuckPeerTest {

  private static final Limits LIMITS =
      Limits.defaults().withWrite(Duration.ofMillis(500)).withClose(Duration.ofMillis(500));

  @ParameterizedTest
  @CsvSource({"SOCKET,false", "SOCKET,true", "CHANNEL,false", "CHANNEL,true"})
  void writeEndsAtItsLimit(Pair.Kind kind, boolean stream) throws Exception {
    try (Lingering ends = Lingering.open(kind)) {
      TlsSocket client = ends.pair().client();
      TlsTimeoutException late =
          assertThrows(TlsTimeoutException.class, () -> writeForEver(client, stream));
      assertTrue(
          late.getMessage()
              .contains("timed out after 500 ms, waiting for the peer to take what is written"),
          late.getMessage());
      assertTimeoutPreemptively(Duration.ofSeconds(1), client::close);
    }
  }

  @ParameterizedTest
  @CsvSource({"SOCKET,false", "SOCKET,true", "CHANNEL,false", "CHANNEL,true"})
  void closeEndsAtItsLimitBesideAStuckWrite(Pair.Kind kind, boolean stream) throws Exception {
    try (Lingering ends = Lingering.open(kind)) {
      TlsSocket client = ends.pair().client();
      client.limits(LIMITS.withWrite(Limits.FOREVER));
      FutureTask<IOException> writer =
          new FutureTask<>(
              () -> assertThrows(IOException.class, () -> writeForEver(client, stream)));
      Thread.ofVirtual().start(writer);
      awaitStuck(client);
      if (stream) {
        assertTimeoutPreemptively(Duration.ofSeconds(1), client.outputStream()::close);
      } else {
        assertTimeoutPreemptively(Duration.ofSeconds(1), client::close);
      }
      writer.get(1, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @CsvSource({"SOCKET", "CHANNEL"})
  void abortFreesAStuckWriteAtOnce(Pair.Kind kind) throws Exception {
    try (Lingering ends = Lingering.open(kind)) {
      TlsSocket client = ends.pair().client();
      client.limits(LIMITS.withWrite(Limits.FOREVER));
      FutureTask<IOException> writer =
          new FutureTask<>(
              () -> assertThrows(IOException.class, () -> writeForEver(client, false)));
      Thread.ofVirtual().start(writer);
      awaitStuck(client);
      client.abort();
      writer.get(500, TimeUnit.MILLISECONDS);
      assertEquals(Probe.CLOSED, client.probe());
    }
  }

  @ParameterizedTest
  @CsvSource({"SOCKET", "CHANNEL"})
  void closeEndsAtItsLimitBesideAStuckRead(Pair.Kind kind) throws Exception {
    try (Lingering ends = Lingering.open(kind)) {
      TlsSocket client = ends.pair().client();
      FutureTask<IOException> reader =
          new FutureTask<>(
              () -> assertThrows(IOException.class, () -> client.read(new byte[1], 0, 1)));
      Thread.ofVirtual().start(reader);
      while (client.probe() != Probe.BUSY) {
        Thread.onSpinWait();
      }
      assertTimeoutPreemptively(Duration.ofSeconds(1), client::close);
      assertEquals(
          Category.MISUSE,
          ((dev.heddle.fault.TlsException) reader.get(1, TimeUnit.SECONDS)).fault().category());
    }
  }

  /** Waits until a writer gets nothing more out. */
  private static void awaitStuck(TlsSocket socket) throws InterruptedException {
    long before = -1;
    while (socket.info().sent() != before || before < 100_000) {
      before = socket.info().sent();
      Thread.sleep(50);
    }
  }

  private static void writeForEver(TlsSocket socket, boolean stream) throws IOException {
    OutputStream out = socket.outputStream();
    byte[] data = new byte[1 << 20];
    for (int i = 0; i < 1000; i++) {
      if (stream) {
        out.write(data);
      } else {
        socket.write(data, 0, data.length);
      }
    }
    throw new AssertionError("the peer has read a gigabyte");
  }

  /** A pair whose client's socket lingers. */
  private record Lingering(Pair pair) implements AutoCloseable {

    static Lingering open(Pair.Kind kind) throws Exception {
      try (ServerSocketChannel listener = ServerSocketChannel.open()) {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
        Bio near;
        if (kind == Pair.Kind.SOCKET) {
          Socket socket = new Socket(address.getAddress(), address.getPort());
          socket.setSoLinger(true, 5);
          near = SocketBio.of(socket);
        } else {
          SocketChannel channel = SocketChannel.open(address);
          channel.setOption(StandardSocketOptions.SO_LINGER, 5);
          near = ChannelBio.of(channel);
        }
        Bio far = ChannelBio.of(listener.accept());
        FutureTask<TlsSocket> accepted =
            new FutureTask<>(
                () -> TlsSocket.server(far, Pair.server(TlsVersion.TLS_1_3), Limits.defaults()));
        Thread.ofVirtual().start(accepted);
        TlsSocket client = TlsSocket.client(near, Pair.client(TlsVersion.TLS_1_3), LIMITS);
        return new Lingering(new Pair(client, accepted.get()));
      }
    }

    @Override
    public void close() {
      pair.close();
    }
  }
}
