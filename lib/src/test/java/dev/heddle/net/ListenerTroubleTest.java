package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A listener whose owner's own code throws: it goes on, and counts right. */
class ListenerTroubleTest {

  @Test
  void callbackThatThrowsAnErrorIsToldToTheThread() throws Exception {
    IllegalStateException why = new IllegalStateException("why");
    AssertionError thrown = new AssertionError("the callback's own");
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Complaints complaints =
        new Complaints(
            told -> {
              throw thrown;
            });
    Thread thread = Thread.ofVirtual().unstarted(() -> complaints.failure(why));
    thread.setUncaughtExceptionHandler((on, e) -> uncaught.compareAndSet(null, e));
    thread.start();
    thread.join();
    assertSame(thrown, uncaught.get());
    assertSame(why, thrown.getSuppressed()[0]);
  }

  @Test
  void connectionThatCannotBeStartedLeavesItsPlace() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    TimeSource time = new BrokenOnce(broken);
    try (TlsListener listener =
        Visitor.loopback().time(time).onError(e -> {}).maxConnections(1).start(Visitor::echo)) {
      broken.set(true);
      try (SocketChannel lost = Visitor.silent(listener)) {
        assertTrue(lost.isConnected());
        Visitor.await(() -> listener.statistics().accepted() == 1 && !broken.get());
        Visitor.await(() -> listener.statistics().open() == 0);
      }
      assertEquals("hi", Visitor.say(Visitor.connect(listener), "hi"));
    }
  }

  @Test
  void handlersThatStopTheListenerDoNotWaitForOneAnother() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicReference<TlsListener> itself = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    try (TlsListener listener =
        Visitor.loopback()
            .start(
                socket -> {
                  try {
                    known.await();
                    both.await();
                  } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IOException(e);
                  }
                  itself.get().stop(Limits.FOREVER);
                  socket.write(new byte[1], 0, 1);
                })) {
      itself.set(listener);
      known.countDown();
      try (TlsSocket one = Visitor.connect(listener);
          TlsSocket other = Visitor.connect(listener)) {
        assertEquals(1, one.read(new byte[1], 0, 1));
        assertEquals(1, other.read(new byte[1], 0, 1));
      }
    }
  }

  /** The system's time, which throws once where it is asked to. */
  private record BrokenOnce(AtomicBoolean broken) implements TimeSource {
    @Override
    public long nanoTime() {
      if (broken.compareAndSet(true, false)) {
        throw new IllegalStateException("no time");
      }
      return System.nanoTime();
    }

    @Override
    public Alarm at(Deadline deadline, Runnable action) {
      return TimeSource.system().at(deadline, action);
    }
  }
}
