package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final Watchdog watchdog = Watchdog.create(3, 200);

  @Test
  void runsAtTheDeadlineAndNotBefore() throws Exception {
    long begun = System.nanoTime();
    CountDownLatch ran = new CountDownLatch(1);
    AtomicReference<Thread> by = new AtomicReference<>();
    Watchdog.Alarm alarm =
        watchdog.at(
            in(30),
            () -> {
              by.set(Thread.currentThread());
              ran.countDown();
            });
    await(ran);
    assertTrue(System.nanoTime() - begun >= 30_000_000);
    assertTrue(alarm.fired());
    assertFalse(alarm.cancel());
    assertTrue(by.get().isDaemon());
    assertFalse(by.get().isVirtual(), "pinned carriers must not hold it up");
  }

  @Test
  void cancelledIsForgottenAtOnce() {
    AtomicInteger ran = new AtomicInteger();
    List<Watchdog.Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      alarms.add(watchdog.at(in(3_600_000), ran::incrementAndGet));
    }
    assertEquals(1000, watchdog.waiting());
    for (Watchdog.Alarm alarm : alarms) {
      assertTrue(alarm.cancel());
      assertTrue(alarm.cancel(), "again");
      assertFalse(alarm.fired());
    }
    assertEquals(0, watchdog.waiting());
    assertEquals(0, ran.get());
  }

  /** The deadline has passed and its thread is about to say so when the alarm is cancelled. */
  @Test
  void cancelWinsAgainstADeadlineThatJustPassed() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    Deadline deadline =
        Deadline.at(
            0,
            () -> {
              if (Thread.currentThread().getName().equals("heddle-watchdog")) {
                looking.countDown();
                await(cancelled);
              }
              return 1;
            });
    Watchdog.Alarm alarm = watchdog.at(deadline, ran::incrementAndGet);
    await(looking);
    assertTrue(alarm.cancel());
    cancelled.countDown();
    CountDownLatch after = new CountDownLatch(1);
    watchdog.at(in(0), after::countDown);
    await(after);
    assertEquals(0, ran.get());
    assertFalse(alarm.fired());
    assertTrue(alarm.cancel());
  }

  @Test
  void slowActionsKeepNobodyWaiting() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      watchdog.at(
          in(0),
          () -> {
            busy.countDown();
            await(slow);
          });
    }
    await(busy);
    CountDownLatch ran = new CountDownLatch(1);
    watchdog.at(in(1), ran::countDown);
    await(ran);
    slow.countDown();
  }

  @Test
  void throwingActionIsReportedAndTheNextRuns() throws Exception {
    AtomicReference<Throwable> reported = new AtomicReference<>();
    RuntimeException thrown = new RuntimeException("expected by a test");
    CountDownLatch handled = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      watchdog.at(
          in(0),
          () -> {
            Thread.currentThread()
                .setUncaughtExceptionHandler(
                    (thread, e) -> {
                      reported.set(e);
                      handled.countDown();
                    });
            throw thrown;
          });
    }
    await(handled);
    assertSame(thrown, reported.get());
    CountDownLatch ran = new CountDownLatch(1);
    watchdog.at(in(1), ran::countDown);
    await(ran);
  }

  @Test
  void passedIsAtOnceAndNeverIsNever() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    watchdog.at(Deadline.at(System.nanoTime() - 1), ran::countDown);
    await(ran);
    Watchdog.Alarm never = watchdog.at(Deadline.never(), ran::countDown);
    assertEquals(0, watchdog.waiting());
    assertTrue(never.cancel());
  }

  /** A clock that stands still is not overtaken by the timer's. */
  @Test
  void looksAtTheClockOfTheDeadline() throws Exception {
    AtomicLong clock = new AtomicLong();
    AtomicInteger looked = new AtomicInteger();
    CountDownLatch ran = new CountDownLatch(1);
    Deadline deadline =
        Deadline.in(
            Duration.ofNanos(10_000),
            () -> {
              looked.incrementAndGet();
              return clock.get();
            });
    watchdog.at(deadline, ran::countDown);
    Stuck.await(() -> looked.get() > 10);
    assertEquals(1, ran.getCount());
    clock.set(10_000);
    await(ran);
  }

  @Test
  void threadsStartLateAndEndWhenIdle() throws Exception {
    assertEquals(0, watchdog.threads());
    CountDownLatch ran = new CountDownLatch(1);
    watchdog.at(in(1), ran::countDown);
    await(ran);
    assertTrue(watchdog.threads() > 0);
    Stuck.await(() -> watchdog.threads() == 0);
    CountDownLatch again = new CountDownLatch(1);
    watchdog.at(in(1), again::countDown);
    await(again);
  }

  private static Deadline in(long millis) {
    return Deadline.in(Duration.ofMillis(millis));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
