package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.CallbackBio;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to TCP_NODELAY, and how many segments a client's end of the handshake takes. */
class NagleTest {

  @ParameterizedTest(name = "{0}: {1} before, {2} after the handshake, {3} after data")
  @CsvSource({
    "LEAVE,false,false,false",
    "LEAVE,true,true,true",
    "OFF,false,true,true",
    "OFF_FOR_HANDSHAKE,false,true,false",
    "OFF_FOR_HANDSHAKE,true,true,true"
  })
  void policies(NaglePolicy policy, boolean before, boolean afterHandshake, boolean afterData)
      throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).nagle(policy).build());
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      sockets.one().setTcpNoDelay(before);
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      FutureTask<Integer> accepting = Ends.virtually(server::accept);
      assertEquals(1, client.connect());
      assertEquals(1, Ends.await(accepting));
      assertEquals(afterHandshake, sockets.one().getTcpNoDelay());
      assertEquals(4, client.write(new byte[4]));
      assertEquals(afterData, sockets.one().getTcpNoDelay());
    }
  }

  @Test
  void theLastFlightAndTheFirstDataLeaveTogether() throws Exception {
    List<Integer> writes = new ArrayList<>();
    assertEquals(100, clientWrites(writes, true, new byte[100]));
    // The hello, then everything else at once: the Finished and a record of 100 bytes.
    assertEquals(2, writes.size(), () -> "writes of " + writes);
    assertTrue(writes.get(1) > 100 + 36, () -> "writes of " + writes);
  }

  @Test
  void anExplicitHandshakeHoldsNothingBack() throws Exception {
    List<Integer> writes = new ArrayList<>();
    assertEquals(100, clientWrites(writes, false, new byte[100]));
    assertEquals(3, writes.size(), () -> "writes of " + writes);
    assertFalse(writes.get(1) > 100, () -> "writes of " + writes);
  }

  private static int clientWrites(List<Integer> writes, boolean implicit, byte[] request)
      throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      SocketBio socket = SocketBio.of(sockets.one());
      CallbackBio sink =
          CallbackBio.over(
                  (buf, off, length) -> 0,
                  (buf, off, length) -> {
                    writes.add(length);
                    return socket.write(buf, off, length);
                  })
              .blocking(true)
              .build();
      client.setBio(socket, sink);
      server.setSocket(sockets.other());
      server.setAcceptState();
      FutureTask<Integer> reading = Ends.virtually(() -> server.read(new byte[200]));
      client.setConnectState();
      if (!implicit) {
        assertEquals(1, client.connect());
      }
      assertEquals(request.length, client.write(request));
      return Ends.await(reading);
    }
  }
}
