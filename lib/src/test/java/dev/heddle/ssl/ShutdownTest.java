package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SSL_shutdown while a write has not been finished. */
class ShutdownTest {

  private static final int ROOM = 20_000;

  private final BioPair pair = BioPair.of(ROOM, ROOM);
  private final Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
  private final Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
  private final byte[] buf = new byte[16384];

  @BeforeEach
  void connect() {
    Ends.shakeHands(client, server, pair);
  }

  @Test
  void halfAWriteIsNotClosedBehind() {
    assertWantsToWrite(client.write(new byte[50_000]));
    assertWantsToWrite(client.shutdown());
    assertEquals(Ssl.SENT_SHUTDOWN, client.getShutdown());
    assertEquals(16384, server.read(buf));
    assertCutShort(client.shutdown());
    assertEquals(SslError.WANT_READ, server.getError(readAll()), "told that it has everything");
  }

  @Test
  void norOnceSomebodyElseHasFlushedIt() {
    assertWantsToWrite(client.write(new byte[50_000]));
    assertWantsToWrite(client.shutdown());
    assertEquals(16384, server.read(buf));
    int refused = client.write(new byte[1]);
    assertEquals(SslError.SSL, client.getError(refused));
    client.errors().clearError();
    assertCutShort(client.shutdown());
  }

  @Test
  void aWriteThatOnlyWaitsForRoomIsClosedBehind() {
    assertEquals(10_000, client.write(new byte[10_000]));
    assertWantsToWrite(client.write(new byte[16384]));
    assertWantsToWrite(client.shutdown());
    assertEquals(10_000, server.read(buf));
    assertEquals(0, client.shutdown());
    assertEquals(SslError.ZERO_RETURN, server.getError(readAll()));
  }

  /** Reads as long as there is data; answers what came then. */
  private int readAll() {
    int n;
    do {
      n = server.read(buf);
    } while (n > 0);
    return n;
  }

  private void assertCutShort(int result) {
    assertEquals(-1, result);
    assertEquals(SslError.SSL, client.getError(result));
    assertEquals("bad write retry", client.errors().getError().reason());
    assertFalse(client.isInitFinished());
  }

  private void assertWantsToWrite(int result) {
    assertEquals(-1, result);
    assertEquals(SslError.WANT_WRITE, client.getError(result));
  }
}
