package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The accepting thread when the system has nothing to give. */
class AcceptorTest {

  private final FakeTime time = new FakeTime();
  private final AtomicInteger asked = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

  @Test
  void pausesEachTimeLongerAndThenGoesOn() throws Exception {
    IOException full = new IOException("Too many open files");
    LinkedBlockingQueue<SocketChannel> taken = new LinkedBlockingQueue<>();
    try (SocketChannel connection = SocketChannel.open()) {
      Acceptor acceptor =
          new Acceptor(
              () -> {
                if (asked.incrementAndGet() % 12 == 11) {
                  return connection;
                }
                throw full;
              },
              taken::add,
              errors::add,
              time);
      Thread thread = Thread.ofVirtual().start(acceptor);
      int times = 0;
      for (int pause : new int[] {5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000}) {
        time.awaitAlarms(1);
        time.advance(Duration.ofMillis(pause - 1));
        assertEquals(++times, asked.get());
        assertEquals(1, time.alarms());
        time.advance(Duration.ofMillis(1));
        int next = times + 1;
        Visitor.await(() -> asked.get() >= next);
      }
      assertSame(connection, taken.take());
      time.awaitAlarmWithin(Duration.ofMillis(5)); // after a success it begins anew
      assertEquals(11, errors.size());
      assertEquals(11, acceptor.failures());
      acceptor.stop();
      thread.join();
    }
  }

  @Test
  void endsWhenItsChannelIsClosedByOthersAndSaysSo() throws Exception {
    ClosedChannelException closed = new ClosedChannelException();
    Acceptor acceptor =
        new Acceptor(
            () -> {
              throw closed;
            },
            channel -> {},
            errors::add,
            time);
    Thread.ofVirtual().start(acceptor).join();
    assertSame(closed, errors.poll());
  }

  @Test
  void connectionThatIsNotTakenIsClosed() throws Exception {
    try (SocketChannel connection = SocketChannel.open()) {
      OutOfMemoryError full = new OutOfMemoryError("no thread");
      Acceptor acceptor =
          new Acceptor(
              () -> connection,
              channel -> {
                throw full;
              },
              errors::add,
              time);
      Thread thread = Thread.ofVirtual().start(acceptor);
      time.awaitAlarms(1);
      assertFalse(connection.isOpen());
      assertSame(full, errors.poll());
      acceptor.stop();
      thread.join();
    }
  }
}
