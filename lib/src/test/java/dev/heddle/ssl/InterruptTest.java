package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupting a caller: the transport closes, the call fails with the reason, the flag stays. */
class InterruptTest {

  private record Seen(int result, SslError error, String reason, Fault fault, boolean flag) {}

  @ParameterizedTest(name = "virtual caller: {0}")
  @ValueSource(booleans = {true, false})
  void aHandshakeThatWaits(boolean virtual) throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl ssl = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      ssl.setSocket(sockets.one());
      FutureTask<Seen> task = new FutureTask<>(() -> call(ssl, ssl.connect()));
      Thread caller = start(virtual, task);
      // The hello's arrival says that the caller is past it, on its way to wait for an answer.
      sockets.other().getInputStream().read();
      assertInterrupted(caller, task);
      assertEnds(sockets);
    }
  }

  @Test
  void aVirtualThreadThatReads() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      CountDownLatch ready = new CountDownLatch(1);
      FutureTask<Seen> task =
          new FutureTask<>(
              () -> {
                assertEquals(1, client.connect());
                ready.countDown();
                return call(client, client.read(new byte[10]));
              });
      Thread caller = start(true, task);
      assertEquals(1, server.accept());
      assertTrue(ready.await(10, TimeUnit.SECONDS));
      assertInterrupted(caller, task);
      assertEquals(-1, server.read(new byte[10]));
    }
  }

  @Test
  void aVirtualThreadThatWaitsForAnothersHandshake() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl ssl = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      ssl.setSocket(sockets.one());
      ssl.setConnectState();
      FutureTask<Seen> first = new FutureTask<>(() -> call(ssl, ssl.read(new byte[1])));
      start(true, first);
      sockets.other().getInputStream().read();
      CountDownLatch entering = new CountDownLatch(1);
      FutureTask<Seen> second =
          new FutureTask<>(
              () -> {
                entering.countDown();
                return call(ssl, ssl.write(new byte[1]));
              });
      Thread waiting = start(true, second);
      entering.await();
      assertInterrupted(waiting, second);
      assertEquals("interrupted", Ends.await(first).reason());
    }
  }

  @Test
  void aCallerThatWasInterruptedBefore() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl ssl = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      ssl.setSocket(sockets.one());
      FutureTask<Seen> task =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                return call(ssl, ssl.connect());
              });
      start(true, task);
      assertSeen(Ends.await(task));
      assertEnds(sockets);
    }
  }

  private static Thread start(boolean virtual, Runnable work) {
    return virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().daemon().start(work);
  }

  private static Seen call(Ssl ssl, int result) {
    SslError error = ssl.getError(result);
    ErrorEntry entry = ssl.errors().getError();
    boolean flag = Thread.currentThread().isInterrupted();
    return new Seen(result, error, entry.reason(), entry.report().fault(), flag);
  }

  private static void assertInterrupted(Thread caller, FutureTask<Seen> task) throws Exception {
    long before = System.nanoTime();
    caller.interrupt();
    Seen seen = Ends.await(task);
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertSeen(seen);
    assertTrue(millis < 1000, () -> "took " + millis + " ms; 100 are expected of a quiet machine");
  }

  private static void assertSeen(Seen seen) {
    assertEquals(-1, seen.result());
    assertEquals(SslError.SYSCALL, seen.error());
    assertEquals("interrupted", seen.reason());
    assertInstanceOf(Fault.Cancelled.class, seen.fault());
    assertTrue(seen.flag(), "the interrupt flag is gone");
  }

  private static void assertEnds(Sockets sockets) throws Exception {
    sockets.other().setSoTimeout(5000);
    try {
      sockets.other().getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      assertTrue(e.getMessage().contains("reset"), e::toString); // aborted: a reset is an end too
    }
  }
}
