package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The name that the client asks for is known at both ends once the handshake is done. */
class ServernameTest {

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void bothEndsKnowTheNameThatWasAskedFor(TlsVersion version) throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.client(version).build().newSsl();
        Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl()) {
      client.set1Host("localhost");
      client.setTlsextHostName("asked.test");
      shakeHands(client, server, sockets);
      assertEquals("asked.test", client.getServername());
      assertEquals("asked.test", server.getServername());
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void anAddressIsNotAskedFor(TlsVersion version) throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.client(version).build().newSsl();
        Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl()) {
      client.set1Host("127.0.0.1");
      shakeHands(client, server, sockets);
      assertNull(client.getServername());
      assertNull(server.getServername());
    }
  }

  private static void shakeHands(Ssl client, Ssl server, Sockets sockets) throws Exception {
    client.setSocket(sockets.one());
    server.setSocket(sockets.other());
    FutureTask<Integer> accepted = Ends.virtually(server::accept);
    assertEquals(1, client.connect());
    assertEquals(1, Ends.await(accepted));
  }
}
