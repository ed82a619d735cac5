package dev.heddle.bench;

import dev.heddle.config.Credentials;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.net.TlsListener;
import dev.heddle.net.TlsSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The server of a {@link CrowdBench}: a process that echoes what each connection sends. The first
 * line of its input is the parties, its answer the port; it ends with its input.
 */
final class CrowdServer {

  public static void main(String[] args) throws Exception {
    BufferedReader in = Answers.input();
    Parties parties = Parties.decode(in.readLine());
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Credentials.of(parties.server().key(), parties.server().chain()))
            .sessions(Sessions.none())
            .build();
    try (TlsListener listener =
        TlsListener.builder()
            .config(config)
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxConnections(MOST)
            .onError(Throwable::printStackTrace)
            .start(CrowdServer::echo)) {
      System.out.println(((InetSocketAddress) listener.localAddress()).getPort());
      in.readLine();
    }
  }

  private static void echo(TlsSocket socket) throws IOException {
    byte[] data = new byte[64];
    int n;
    while ((n = socket.read(data, 0, data.length)) > 0) {
      socket.write(data, 0, n);
    }
  }

  private static final int MOST = 100_000;

  private CrowdServer() {}
}
