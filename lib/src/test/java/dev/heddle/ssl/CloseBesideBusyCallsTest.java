package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * close() beside a reader and a writer that are at work: it wipes the keys, and neither must find
 * them gone under its hands.
 */
class CloseBesideBusyCallsTest {

  private static final int ROUNDS = 30;

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void readerAndWriterHearWhy(TlsVersion version) throws Exception {
    SslContext clients = Ends.client(version).build();
    SslContext servers = Ends.server(KeyType.EC_P256, version).build();
    for (int round = 0; round < ROUNDS; round++) {
      try (Sockets sockets = Sockets.open();
          Ssl client = Ends.localhost(clients);
          Ssl server = servers.newSsl()) {
        client.setSocket(sockets.one());
        server.setSocket(sockets.other());
        server.setAcceptState();
        client.setConnectState();
        CountDownLatch busy = new CountDownLatch(4 + round);
        FutureTask<Fault> up = Ends.virtually(() -> write(client, busy));
        FutureTask<Fault> down = Ends.virtually(() -> write(server, busy));
        FutureTask<Fault> atServer = Ends.virtually(() -> read(server, busy));
        FutureTask<Fault> atClient = Ends.virtually(() -> read(client, busy));
        assertTrue(busy.await(30, TimeUnit.SECONDS));
        giveUp(client);
        assertEquals(Fault.Cancelled.CLOSED, Ends.await(up));
        assertEquals(Fault.Cancelled.CLOSED, Ends.await(atClient));
        assertCutOff(Ends.await(down));
        assertCutOff(Ends.await(atServer));
      }
    }
  }

  private static void giveUp(Ssl ssl) {
    ssl.close();
  }

  private static void assertCutOff(Fault fault) {
    assertTrue(
        fault instanceof Fault.Transport || fault instanceof Fault.Truncated, fault::toString);
  }

  private static Fault write(Ssl ssl, CountDownLatch busy) {
    byte[] data = new byte[5000];
    while (ssl.write(data) > 0) {
      busy.countDown();
    }
    return fault();
  }

  private static Fault read(Ssl ssl, CountDownLatch busy) {
    byte[] data = new byte[3000];
    while (ssl.read(data) > 0) {
      busy.countDown();
    }
    return fault();
  }

  private static Fault fault() {
    return ErrorQueue.current().getError().report().fault();
  }
}
