package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.CallbackBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** close() beside a call of another thread that cannot go on. */
class CloseBesideStuckCallTest {

  @Test
  void aWriterThatThePeerDoesNotRead() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      // Its owner wants close to linger: a plain close would free the writer only after that.
      sockets.one().setSoLinger(true, 5);
      AtomicLong calls = new AtomicLong();
      CallbackBio counting = counting(SocketBio.of(sockets.one()), calls);
      client.setBio(counting, counting);
      server.setSocket(sockets.other());
      handshake(client, server);
      FutureTask<String> writer =
          Ends.virtually(
              () -> {
                byte[] data = new byte[1 << 16];
                int written;
                do {
                  written = client.write(data);
                } while (written > 0);
                return written + " " + client.errors().getError().reason();
              });
      awaitStuck(calls);
      assertPrompt(client);
      assertEquals("-1 closed by another thread", Ends.await(writer));
    }
  }

  @Test
  void aReaderWithNothingToRead() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_2).build());
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2).build().newSsl()) {
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      handshake(client, server);
      CountDownLatch reading = new CountDownLatch(1);
      FutureTask<String> reader =
          Ends.virtually(
              () -> {
                reading.countDown();
                int read = client.read(new byte[100]);
                return read + " " + client.errors().getError().reason();
              });
      assertTrue(reading.await(10, TimeUnit.SECONDS));
      assertPrompt(client);
      assertEquals("-1 closed by another thread", Ends.await(reader));
    }
  }

  @Test
  void aHandshakeWithoutAnAnswer() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_2).build())) {
      client.setSocket(sockets.one());
      FutureTask<String> caller =
          Ends.virtually(() -> client.connect() + " " + client.errors().getError().reason());
      sockets.other().getInputStream().read();
      assertPrompt(client);
      assertEquals("-1 closed by another thread", Ends.await(caller));
    }
  }

  private static CallbackBio counting(SocketBio socket, AtomicLong calls) {
    return CallbackBio.over(
            socket::read,
            (buf, off, length) -> {
              calls.incrementAndGet();
              int n = socket.write(buf, off, length);
              calls.incrementAndGet();
              return n;
            })
        .blocking(true)
        .close(socket::close)
        .abort(socket::abort)
        .build();
  }

  private static void handshake(Ssl client, Ssl server) throws Exception {
    FutureTask<Integer> accepting = Ends.virtually(server::accept);
    assertEquals(1, client.connect(), () -> "" + client.errors().peekError());
    assertEquals(1, Ends.await(accepting));
  }

  private static void assertPrompt(Ssl ssl) {
    long before = System.nanoTime();
    ssl.close();
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertTrue(millis < 1000, () -> "took " + millis + " ms; 100 are expected of a quiet machine");
  }

  /** Waits until a write has been entered and not left for a while. */
  private static void awaitStuck(AtomicLong calls) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long seen = -1;
    for (int round = 0; round < 200; round++) {
      long now = calls.get();
      if (now == seen && (now & 1) == 1) {
        return;
      }
      seen = now;
      never.await(50, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the writer is not stuck");
  }
}
