package dev.heddle.bench;

import dev.heddle.bio.ChannelBio;
import dev.heddle.config.Credentials;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The server of a {@link CrowdBench}: a process that echoes what each connection sends. The first
 * line of its input is the parties, its answer the port; it ends with its input.
 */
final class CrowdServer {

  private final TlsConfig config;

  private CrowdServer(TlsConfig config) {
    this.config = config;
  }

  public static void main(String[] args) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Parties parties = Parties.decode(in.readLine());
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Credentials.of(parties.server().key(), parties.server().chain()))
            .sessions(Sessions.none())
            .build();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
      Thread.ofVirtual().start(() -> new CrowdServer(config).accept(listener));
      in.readLine();
    }
  }

  private void accept(ServerSocketChannel listener) {
    try {
      while (listener.isOpen()) {
        SocketChannel channel = listener.accept();
        Thread.ofVirtual().start(() -> serve(channel));
      }
    } catch (IOException e) {
      if (listener.isOpen()) {
        e.printStackTrace();
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (TlsSocket socket = TlsSocket.server(ChannelBio.of(channel), config, Limits.defaults())) {
      byte[] data = new byte[64];
      int n;
      while ((n = socket.read(data, 0, data.length)) > 0) {
        socket.write(data, 0, n);
      }
    } catch (IOException e) {
      e.printStackTrace(); // it would be the client's failure, too
    }
  }

  private static final int BACKLOG = 1024;
}
