package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One reader and one writer on each end at once, with key updates in between. */
class DuplexTest {

  private static final int BYTES = 8 << 20;

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void bothWaysAtOnce(TlsVersion version) throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(version).build());
        Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl()) {
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      // All four begin with the handshake: one does it, the others wait for it.
      server.setAcceptState();
      client.setConnectState();
      boolean updates = version == TlsVersion.TLS_1_3;
      FutureTask<Integer> up = Ends.virtually(() -> write(client, updates, 1));
      FutureTask<Integer> down = Ends.virtually(() -> write(server, updates, 2));
      FutureTask<Integer> atServer = Ends.virtually(() -> read(server, 1));
      FutureTask<Integer> atClient = Ends.virtually(() -> read(client, 2));
      assertEquals(BYTES, Ends.await(up));
      assertEquals(BYTES, Ends.await(down));
      assertEquals(BYTES, Ends.await(atServer));
      assertEquals(BYTES, Ends.await(atClient));
      assertEquals(0, client.shutdown());
      assertEquals(0, server.shutdown());
      assertEquals(1, client.shutdown());
      assertEquals(1, server.shutdown());
    }
  }

  private static int write(Ssl ssl, boolean updates, int seed) {
    byte[] chunk = new byte[40_000];
    int sent = 0;
    for (int round = 0; sent < BYTES; round++) {
      int n = Math.min(BYTES - sent, 1 + (round * 7919) % chunk.length);
      for (int i = 0; i < n; i++) {
        chunk[i] = expected(sent + i, seed);
      }
      assertEquals(n, ssl.write(chunk, 0, n), () -> "" + ssl.errors().peekError());
      sent += n;
      if (updates && round % 10 == 0) {
        KeyUpdate type = round % 20 == 0 ? KeyUpdate.REQUESTED : KeyUpdate.NOT_REQUESTED;
        assertEquals(1, ssl.keyUpdate(type));
      }
    }
    return sent;
  }

  private static int read(Ssl ssl, int seed) {
    byte[] chunk = new byte[30_000];
    int got = 0;
    while (got < BYTES) {
      int n = ssl.read(chunk);
      assertTrue(n > 0, () -> "" + ssl.errors().peekError());
      for (int i = 0; i < n; i++) {
        if (chunk[i] != expected(got + i, seed)) {
          throw new AssertionError("byte " + (got + i) + " differs");
        }
      }
      got += n;
    }
    return got;
  }

  private static byte expected(int index, int seed) {
    return (byte) (index * 31 + (index >> 8) * seed);
  }
}
