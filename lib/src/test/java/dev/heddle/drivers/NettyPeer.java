package dev.heddle.drivers;

import dev.heddle.support.Ends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLSocket;

/**
 * A blocking peer of Netty's, by the JDK, which may also speak and end beneath TLS.
 *
 * @param raw what TLS runs over
 */
record NettyPeer(Socket raw, SSLSocket tls) implements AutoCloseable {

  private static final int MILLIS = 20_000;

  /** A listener of its own for one connection. */
  static ServerSocket listener() throws IOException {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    listener.setSoTimeout(MILLIS);
    return listener;
  }

  /** Accepts one and shakes hands, in a thread of its own. */
  static FutureTask<NettyPeer> serving(ServerSocket listener) {
    return Ends.virtually(
        () -> {
          Socket raw = listener.accept();
          SSLSocket tls =
              (SSLSocket)
                  NettyTests.servers(Face.SUNJSSE).getSocketFactory().createSocket(raw, null, true);
          tls.setUseClientMode(false);
          return new NettyPeer(raw, tls).shakeHands();
        });
  }

  /** Connects and shakes hands. */
  static NettyPeer connect(int port) throws IOException {
    Socket raw = new Socket("127.0.0.1", port);
    return new NettyPeer(
            raw,
            (SSLSocket)
                NettyTests.clients(Face.SUNJSSE)
                    .getSocketFactory()
                    .createSocket(raw, "localhost", port, true))
        .shakeHands();
  }

  private NettyPeer shakeHands() throws IOException {
    tls.setSoTimeout(MILLIS);
    try {
      tls.startHandshake();
      return this;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }

  @Override
  public void close() throws IOException {
    if (!raw.isClosed()) {
      tls.close();
      raw.close();
    }
  }
}
