package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Who closes what. */
class OwnershipTest {

  @Test
  void closeClosesTheTransport() throws Exception {
    try (Sockets sockets = Sockets.open()) {
      Ssl ssl = Ends.client(TlsVersion.TLS_1_3).build().newSsl();
      ssl.setSocket(sockets.one());
      ssl.close();
      ssl.close();
      assertTrue(sockets.one().isClosed());
    }
  }

  @Test
  void anObjectUsedAgainClosesItsOldTransport() throws Exception {
    SslContext context = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build();
    try (Sockets first = Sockets.open();
        Sockets second = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      connect(client, first, context);
      assertEquals(1, client.clear());
      assertFalse(first.one().isClosed(), "clear leaves the transport");
      connect(client, second, context);
      assertTrue(first.one().isClosed(), "a new transport replaces the old one");
    }
  }

  @Test
  void theSameTransportMayBeSetTwice() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl ssl = Ends.client(TlsVersion.TLS_1_3).build().newSsl()) {
      ssl.setSocket(sockets.one());
      ssl.setBio(ssl.getRbio(), ssl.getWbio());
      assertFalse(sockets.one().isClosed());
    }
  }

  private static void connect(Ssl client, Sockets sockets, SslContext context) throws Exception {
    try (Ssl server = context.newSsl()) {
      server.setSocket(sockets.other());
      client.setSocket(sockets.one());
      FutureTask<Integer> accepting = Ends.virtually(server::accept);
      assertEquals(1, client.connect(), () -> "" + client.errors().peekError());
      assertEquals(1, Ends.await(accepting));
    }
  }
}
