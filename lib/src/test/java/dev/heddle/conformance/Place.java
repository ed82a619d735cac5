package dev.heddle.conformance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where the peer is, and where the certificates are. */
record Place(String host, int port, Path certificates) {

  /** A TCP connection to the peer, blocking. */
  SocketChannel connect() throws IOException {
    return connect(port);
  }

  SocketChannel connect(int toPort) throws IOException {
    return SocketChannel.open(new InetSocketAddress(host, toPort));
  }

  Path chain(String name) {
    return certificates.resolve(name + ".pem");
  }

  Path key(String name) {
    return certificates.resolve(name + ".key");
  }
}
