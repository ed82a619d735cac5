package dev.heddle.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.heddle.bio.ChannelBio;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/** What clients of a listener do, and the listeners they visit. */
final class Visitor {

  /** Settings of a listener on a loopback port, with a certificate for localhost. */
  static TlsListener.Builder loopback() {
    return TlsListener.builder()
        .config(Pair.server(TlsVersion.TLS_1_3))
        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Sends back what it gets. */
  static void echo(TlsSocket socket) throws IOException {
    socket.inputStream().transferTo(socket.outputStream());
  }

  /** The listener's port. */
  static int port(TlsListener listener) {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** A connection without a word of TLS. */
  static SocketChannel silent(TlsListener listener) throws IOException {
    return SocketChannel.open(listener.localAddress());
  }

  /** A connection that expects localhost. */
  static TlsSocket connect(TlsListener listener) throws IOException {
    return connect(listener.localAddress(), Pair.client(TlsVersion.TLS_1_3));
  }

  /** A connection with this configuration. */
  static TlsSocket connect(SocketAddress address, TlsConfig config) throws IOException {
    return TlsSocket.client(ChannelBio.of(SocketChannel.open(address)), config, Limits.defaults());
  }

  /** What comes back for a word; the connection is closed. */
  static String say(TlsSocket socket, String word) throws IOException {
    try (socket) {
      socket.write(word.getBytes(US_ASCII), 0, word.length());
      return new String(socket.inputStream().readNBytes(word.length()), US_ASCII);
    }
  }

  /** Waits until something is so, for half a minute at most. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not so within 30 s");
      }
      Thread.sleep(1);
    }
  }

  private Visitor() {}
}
