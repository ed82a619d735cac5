package dev.heddle.bio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One connection over loopback: a transport under test and the other end as a plain channel. */
record Loopback(Bio bio, SocketChannel peer) implements AutoCloseable {

  enum Kind {
    SOCKET,
    CHANNEL,
    SOCKET_OF_CHANNEL,
    UNIX
  }

  static Loopback of(Kind kind) throws IOException {
    return of(kind, -1);
  }

  /**
   * A connection whose owner has set a linger time.
   *
   * @param linger in seconds, negative for none
   */
  static Loopback of(Kind kind, int linger) throws IOException {
    if (kind == Kind.UNIX) {
      return unix();
    }
    try (ServerSocketChannel listener = listen()) {
      InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
      if (kind == Kind.SOCKET) {
        Socket socket = new Socket();
        socket.setSendBufferSize(64 * 1024);
        socket.connect(address);
        socket.setSoLinger(linger >= 0, Math.max(0, linger));
        return new Loopback(SocketBio.of(socket), listener.accept());
      }
      SocketChannel channel = SocketChannel.open(address);
      channel.socket().setSoLinger(linger >= 0, Math.max(0, linger));
      Bio bio = kind == Kind.CHANNEL ? ChannelBio.of(channel) : SocketBio.of(channel.socket());
      return new Loopback(bio, listener.accept());
    }
  }

  static ServerSocketChannel listen() throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    return listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static Loopback unix() throws IOException {
    Path directory = Files.createTempDirectory("heddle");
    Path path = directory.resolve("s");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
      return new Loopback(ChannelBio.of(channel), listener.accept());
    } finally {
      Files.deleteIfExists(path);
      Files.delete(directory);
    }
  }

  ChannelBio channelBio() {
    return (ChannelBio) bio;
  }

  void send(String text) throws IOException {
    peer.write(ByteBuffer.wrap(bytes(text)));
  }

  void finish() throws IOException {
    peer.shutdownOutput();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    bio.close();
    try {
      peer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
