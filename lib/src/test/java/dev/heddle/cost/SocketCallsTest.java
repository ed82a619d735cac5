package dev.heddle.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.Session;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.net.ServerSocket;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often a connection asks something of its socket; {@code costs.txt} has the figures. */
class SocketCallsTest {

  @ParameterizedTest
  @EnumSource
  void aHandshakeAndAnOctet(Kind kind) throws Exception {
    SslContext clients = Ends.client(kind.version).groupsList(kind.groups).readAhead(true).build();
    SslContext.Builder server = Ends.server(KeyType.EC_P256, kind.version);
    SslContext servers = server.readAhead(true).ticketsAtOnce(true).build();
    try (ServerSocket listener = CountingSocket.listen()) {
      Session session = kind.resumes ? meet(null, clients, servers, listener, null) : null;
      meet(session, clients, servers, listener, kind);
    }
  }

  /** Connects, and checks the calls of both if the kind is given; gives the session. */
  private static Session meet(
      Session offered, SslContext clients, SslContext servers, ServerSocket listener, Kind kind)
      throws Exception {
    try (CountingSocket near = new CountingSocket(listener);
        CountingSocket far = (CountingSocket) listener.accept();
        Ssl client = Ends.localhost(clients);
        Ssl server = servers.newSsl()) {
      if (offered != null) {
        client.setSession(offered);
      }
      FutureTask<Void> serving =
          Ends.virtually(
              () -> {
                server.setSocket(far);
                assertEquals(1, server.accept());
                assertEquals(1, server.write(new byte[1]));
                return null;
              });
      FutureTask<Void> connecting =
          Ends.virtually(
              () -> {
                client.setSocket(near);
                assertEquals(1, client.connect());
                // From here on all that the server says has come.
                Ends.await(serving);
                assertEquals(1, client.read(new byte[9]));
                return null;
              });
      Ends.await(connecting);
      assertEquals(offered != null, client.sessionReused());
      if (kind != null) {
        Costs.check("socket", kind, "client", near.calls());
        Costs.check("socket", kind, "server", far.calls());
      }
      client.shutdown(); // a session of a connection that breaks off is not resumed
      return client.getSession();
    }
  }
}
