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
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;

/** Two connections that are each other's peer, over loopback; the handshake is done. */
record Pair(TlsSocket client, TlsSocket server) implements AutoCloseable {

  /** What a transport is made of. */
  enum Kind {
    SOCKET,
    CHANNEL
  }

  /** A pair of channels with default limits. */
  static Pair open(TlsVersion version) throws Exception {
    return open(Kind.CHANNEL, version, Limits.defaults());
  }

  /** A pair whose client has these limits. */
  static Pair open(Kind kind, TlsVersion version, Limits limits) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Bio near = connect(kind, (InetSocketAddress) listener.getLocalAddress());
      Bio far = ChannelBio.of(listener.accept());
      FutureTask<TlsSocket> accepted =
          new FutureTask<>(() -> TlsSocket.server(far, server(version), Limits.defaults()));
      Thread.ofVirtual().start(accepted);
      TlsSocket client = TlsSocket.client(near, client(version), limits);
      return new Pair(client, accepted.get());
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
