package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.ChannelBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Category;
import dev.heddle.support.Ends;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A listener that stops, whatever its connections are about. */
class ListenerStopTest {

  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final FakeTime time = new FakeTime();
  private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();

  @Test
  void idleListenerStopsAtOnceAndOnlyOnce() throws Exception {
    TlsListener listener = Visitor.loopback().time(time).start(Visitor::echo);
    assertFalse(listener.isStopping());
    listener.stop(DRAIN);
    assertTrue(listener.isStopping());
    assertThrows(ConnectException.class, () -> Visitor.silent(listener));
    listener.stop(DRAIN);
    listener.close();
    assertEquals(0, time.alarms());
    assertThrows(IllegalArgumentException.class, () -> listener.stop(Duration.ofMillis(-1)));
  }

  @Test
  void handshakeThatIsDoneInTimeIsServed() throws Exception {
    TlsListener listener = Visitor.loopback().time(time).start(Visitor::echo);
    SocketChannel channel = Visitor.silent(listener);
    Visitor.await(() -> listener.statistics().handshaking() == 1);
    FutureTask<Boolean> stopping = stop(listener);
    TlsSocket client =
        TlsSocket.client(
            ChannelBio.of(channel), Pair.client(TlsVersion.TLS_1_3), Limits.defaults());
    assertEquals("late", Visitor.say(client, "late"));
    assertTrue(Ends.await(stopping));
    assertEquals(0, time.nanoTime());
  }

  @Test
  void handshakesAndWaitsForATurnAreAbortedAtTheDeadline() throws Exception {
    TlsListener listener = Visitor.loopback().time(time).maxHandshakes(1).start(Visitor::echo);
    try (SocketChannel shaking = Visitor.silent(listener);
        SocketChannel waiting = Visitor.silent(listener)) {
      Visitor.await(() -> listener.statistics().waiting() == 1);
      FutureTask<Boolean> stopping = stop(listener);
      time.advance(DRAIN.minusMillis(1));
      assertEquals(2, listener.statistics().open());
      time.advance(Duration.ofMillis(1));
      assertTrue(Ends.await(stopping));
      assertEquals(0, listener.statistics().open());
      assertEquals(0, listener.statistics().handshaking());
      assertEquals(Map.of(Category.CANCELLED, 2L), listener.statistics().failedHandshakes());
      assertTrue(shaking.isOpen() && waiting.isOpen()); // this end
    }
  }

  @Test
  void handlerThatAsksEndsByItself() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    TlsListener listener =
        Visitor.loopback()
            .time(time)
            .start(
                socket -> {
                  threads.add(Thread.currentThread());
                  while (!socket.isStopping()) {
                    asked.incrementAndGet();
                    int word = socket.inputStream().read();
                    socket.outputStream().write(word);
                  }
                });
    FutureTask<Boolean> stopping;
    try (TlsSocket client = Visitor.connect(listener)) {
      client.outputStream().write(1);
      assertEquals(1, client.inputStream().read());
      Visitor.await(() -> asked.get() == 2); // and reads once more, whatever comes
      stopping = stop(listener);
      client.outputStream().write(2);
      assertEquals(2, client.inputStream().read());
      assertEquals(-1, client.inputStream().read()); // not cut, but ended
    }
    assertTrue(Ends.await(stopping));
    assertEquals(0, time.nanoTime());
    assertFalse(threads.peek().isAlive());
  }

  @Test
  void handlerThatReadsIsAbortedAtTheDeadline() throws Exception {
    assertAborted(socket -> socket.inputStream().read());
  }

  @Test
  void handlerThatIsStuckInAWriteIsAbortedAtTheDeadline() throws Exception {
    assertAborted(
        socket -> {
          for (; ; ) {
            socket.write(new byte[1 << 16], 0, 1 << 16);
          }
        });
  }

  @Test
  void handlerThatWaitsForSomethingElseIsInterrupted() throws Exception {
    assertAborted(
        socket -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  private void assertAborted(TlsListener.Handler handler) throws Exception {
    TlsListener listener =
        Visitor.loopback()
            .time(time)
            .limits(Limits.defaults().withWrite(Limits.FOREVER))
            .start(
                socket -> {
                  threads.add(Thread.currentThread());
                  handler.serve(socket);
                });
    try (TlsSocket client = Visitor.connect(listener)) {
      Visitor.await(() -> !threads.isEmpty());
      FutureTask<Boolean> stopping = stop(listener);
      time.advance(DRAIN.minusMillis(1));
      assertEquals(1, listener.statistics().open());
      time.advance(Duration.ofMillis(1));
      assertTrue(Ends.await(stopping));
      assertFalse(threads.peek().isAlive());
      assertEquals(0, listener.statistics().open());
      assertThrows(IOException.class, () -> client.inputStream().readAllBytes());
    }
  }

  @Test
  void handlerMayStopItsListener() throws Exception {
    AtomicReference<TlsListener> self = new AtomicReference<>();
    TlsListener.Handler handler =
        socket -> {
          socket.inputStream().read();
          self.get().stop(Duration.ZERO);
          socket.outputStream().write(7);
        };
    try (TlsListener listener = Visitor.loopback().start(handler)) {
      self.set(listener);
      try (TlsSocket other = Visitor.connect(listener);
          TlsSocket client = Visitor.connect(listener)) {
        client.outputStream().write(1);
        assertEquals(7, client.inputStream().read());
        assertEquals(1, listener.statistics().open());
        assertThrows(IOException.class, () -> other.inputStream().readAllBytes());
      }
    }
  }

  @Test
  void earliestOfSeveralDeadlinesCounts() throws Exception {
    TlsListener listener = Visitor.loopback().time(time).start(Visitor::echo);
    try (SocketChannel client = Visitor.silent(listener)) {
      Visitor.await(() -> listener.statistics().handshaking() == 1);
      FutureTask<Boolean> patient =
          Ends.virtually(
              () -> {
                listener.stop(Limits.FOREVER);
                return true;
              });
      Visitor.await(listener::isStopping);
      listener.stop(Duration.ZERO);
      assertTrue(Ends.await(patient));
      assertTrue(client.isOpen());
    }
  }

  @Test
  void interruptedStopAbortsAtOnce() throws Exception {
    TlsListener listener = Visitor.loopback().time(time).start(Visitor::echo);
    try (SocketChannel client = Visitor.silent(listener)) {
      Visitor.await(() -> listener.statistics().handshaking() == 1);
      FutureTask<Boolean> stopping =
          new FutureTask<>(
              () -> {
                listener.stop(Limits.FOREVER);
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = Thread.ofVirtual().start(stopping);
      Visitor.await(() -> thread.getState() == Thread.State.WAITING);
      thread.interrupt();
      assertTrue(Ends.await(stopping));
      Visitor.await(() -> listener.statistics().open() == 0);
      assertTrue(client.isOpen());
    }
  }

  /** What is accepted while the listener is closed is served or ended, and never forgotten. */
  @Test
  void closeBesideAcceptLosesNoConnection() throws Exception {
    for (int round = 0; round < 100; round++) {
      TlsListener listener = Visitor.loopback().start(Visitor::echo);
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Boolean> clients =
          Ends.virtually(
              () -> {
                for (; ; ) {
                  try {
                    Visitor.silent(listener).close();
                    begun.countDown();
                  } catch (IOException e) {
                    return true;
                  }
                }
              });
      begun.await();
      listener.stop(Duration.ZERO);
      assertEquals(0, listener.statistics().open());
      assertTrue(Ends.await(clients));
    }
  }

  /** Begins to stop; returns when that waits. */
  private FutureTask<Boolean> stop(TlsListener listener) throws InterruptedException {
    FutureTask<Boolean> stopping =
        Ends.virtually(
            () -> {
              listener.stop(DRAIN);
              return true;
            });
    time.awaitAlarmWithin(DRAIN);
    return stopping;
  }
}
