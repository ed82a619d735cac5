package dev.heddle.cost;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.net.Dialer;
import dev.heddle.net.TlsListener;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Makes connections to itself, one after the other; a JVM of its own runs it under strace. */
final class Connections {

  private Connections() {}

  /** Takes the {@link Kind}, and how many. */
  public static void main(String[] arguments) throws Exception {
    Kind kind = Kind.valueOf(arguments[0]);
    TlsConfig servers =
        config(kind).credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256))).build();
    TlsConfig.Builder clients = config(kind).trust(Ends.trust());
    clients.sessions(kind.resumes ? Sessions.create() : Sessions.none());
    Dialer dialer = Dialer.builder().config(clients.build()).build();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (TlsListener listener =
        TlsListener.builder().config(servers).address(any).start(Connections::answer)) {
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        try (TlsSocket socket = dialer.connect(listener.localAddress(), "localhost")) {
          socket.write(new byte[1], 0, 1);
          socket.read(new byte[1], 0, 1);
          if (socket.info().resumed() != (kind.resumes && i > 0)) {
            throw new IOException("connection " + i + " is not " + kind);
          }
        }
      }
    }
  }

  private static TlsConfig.Builder config(Kind kind) {
    return TlsConfig.builder()
        .minVersion(kind.version)
        .maxVersion(kind.version)
        .groups(kind.groups);
  }

  private static void answer(TlsSocket socket) throws IOException {
    socket.read(new byte[1], 0, 1);
    socket.write(new byte[1], 0, 1);
    socket.read(new byte[1], 0, 1); // its end
  }
}
