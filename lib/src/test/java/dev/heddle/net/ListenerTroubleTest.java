package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.nio.channels.SocketChannel;
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
