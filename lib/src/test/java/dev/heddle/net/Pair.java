package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/** Two connections that are each other's peer, over loopback; the handshake is done. */
record Pair(TlsSocket client, TlsSocket server) implements AutoCloseable {

  /** What a transport is made of. */
  enum Kind {
    SOCKET,
    CHANNEL,
    /** A channel of a Unix-domain socket. */
    UNIX
  }

  /** Two ends of one connection that knows no TLS. */
  record Wire(Bio near, Bio far) {}

  /** A pair of channels with default limits. */
  static Pair open(TlsVersion version) throws Exception {
    return open(Kind.CHANNEL, version, Limits.defaults());
  }

  /** A pair whose client has these limits. */
  static Pair open(Kind kind, TlsVersion version, Limits limits) throws Exception {
    return over(wire(kind), version, limits);
  }

  /** A pair over a wire that stands, whose client has these limits. */
  static Pair over(Wire wire, TlsVersion version, Limits limits) throws Exception {
    FutureTask<TlsSocket> accepted =
        new FutureTask<>(() -> TlsSocket.server(wire.far, server(version), Limits.defaults()));
    Thread.ofVirtual().start(accepted);
    TlsSocket client = TlsSocket.client(wire.near, client(version), limits);
    return new Pair(client, accepted.get());
  }

  /** A connection whose near end is of this kind. */
  static Wire wire(Kind kind) throws IOException {
    if (kind == Kind.UNIX) {
      return unix();
    }
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Bio near = connect(kind, (InetSocketAddress) listener.getLocalAddress());
      return new Wire(near, ChannelBio.of(listener.accept()));
    }
  }

  private static Wire unix() throws IOException {
    Path directory = Files.createTempDirectory("heddle");
    Path path = directory.resolve("s");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      Bio near = ChannelBio.of(SocketChannel.open(UnixDomainSocketAddress.of(path)));
      return new Wire(near, ChannelBio.of(listener.accept()));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(directory);
    }
  }

  /** A transport of this kind to there. */
  static Bio connect(Kind kind, InetSocketAddress address) throws IOException {
    return kind == Kind.SOCKET
        ? SocketBio.of(new Socket(address.getAddress(), address.getPort()))
        : ChannelBio.of(SocketChannel.open(address));
  }

  /** What a server for localhost is configured with. */
  static TlsConfig server(TlsVersion version) {
    return TlsConfig.builder()
        .minVersion(version)
        .maxVersion(version)
        .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
        .build();
  }

  /** What a client is configured with that expects localhost. */
  static TlsConfig client(TlsVersion version) {
    return TlsConfig.builder()
        .minVersion(version)
        .maxVersion(version)
        .trust(Ends.trust())
        .hostName("localhost")
        .build();
  }

  @Override
  public void close() {
    client.abort();
    server.abort();
  }
}
