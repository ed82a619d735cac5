package dev.heddle.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Fault;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which attempt starts when, who wins, and what becomes of the others; with a clock that stands.
 */
class RaceTest {

  private static final Duration DELAY = Duration.ofMillis(250);
  private static final Fault LATE = new Fault.TimedOut(null, 1000);

  private final FakeTime time = new FakeTime();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Test
  void nextOneStartsAfterTheDelayOrWhenTheOneBeforeHasFailed() throws Exception {
    Scripted blackHole = new Scripted("black hole");
    Scripted refused = new Scripted("refused");
    Scripted slow = new Scripted("slow");
    Scripted unneeded = new Scripted("unneeded");
    FutureTask<Race.Result<String>> race = start(false, blackHole, refused, slow, unneeded);
    assertEquals("0 ms: black hole starts", next());
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(249));
    assertTrue(log.isEmpty(), log.toString());
    time.advance(Duration.ofMillis(1));
    assertEquals("250 ms: refused starts", next());
    refused.fail();
    assertEquals("250 ms: slow starts", next());
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(249));
    slow.make();
    assertEquals(new Race.Result<>("slow", null, 3), race.get(5, TimeUnit.SECONDS));
    assertEquals(
        Set.of(
            "499 ms: black hole is given up: another address was faster",
            "499 ms: black hole is interrupted"),
        next(2));
    time.advance(Duration.ofSeconds(9));
    assertTrue(log.isEmpty(), log.toString());
    assertEquals(0, time.alarms());
  }

  @Test
  void failureOfAnEarlierOneStartsNothingWhileTheLastIsUnderWay() throws Exception {
    Scripted one = new Scripted("one");
    Scripted two = new Scripted("two");
    Scripted three = new Scripted("three");
    Scripted four = new Scripted("four");
    FutureTask<Race.Result<String>> race = start(false, one, two, three, four);
    assertEquals("0 ms: one starts", next());
    time.awaitAlarms(2);
    time.advance(DELAY);
    assertEquals("250 ms: two starts", next());
    one.fail();
    one.awaitEnd();
    two.fail();
    assertEquals("250 ms: three starts", next());
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(100));
    three.fail();
    assertEquals("350 ms: four starts", next());
    four.fail();
    assertEquals(new Race.Result<>(null, null, 4), race.get(5, TimeUnit.SECONDS));
    assertTrue(log.isEmpty(), log.toString());
  }

  @Test
  void ofTwoThatSucceedAtOnceTheSecondIsDropped() throws Exception {
    Scripted one = new Scripted("one");
    Scripted two = new Scripted("two");
    FutureTask<Race.Result<String>> race = start(false, one, two, new Scripted("three"));
    assertEquals("0 ms: one starts", next());
    time.awaitAlarms(2);
    held = new CountDownLatch(1);
    time.advance(DELAY);
    assertEquals("250 ms: two starts", next());
    one.make();
    one.awaitEnd();
    two.make();
    two.awaitEnd();
    held.countDown();
    assertEquals("one", race.get(5, TimeUnit.SECONDS).winner());
    assertEquals("250 ms: two is given up: another address was faster", next());
    assertEquals("250 ms: two is dropped", next());
  }

  @Test
  void delayThatIsOverWhenTheNextHasBeenStartedStartsNothing() throws Exception {
    Scripted two = new Scripted("two");
    Scripted three = new Scripted("three");
    FutureTask<Race.Result<String>> race =
        start(false, new Scripted("one"), two, three, new Scripted("four"));
    assertEquals("0 ms: one starts", next());
    time.awaitAlarms(2);
    CountDownLatch hold = new CountDownLatch(1);
    held = hold;
    time.advance(DELAY);
    assertEquals("250 ms: two starts", next());
    time.awaitAlarms(2); // and the caller is held
    two.fail();
    two.awaitEnd();
    time.advance(DELAY);
    held = null;
    hold.countDown();
    assertEquals("500 ms: three starts", next());
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(249));
    three.make();
    assertEquals(3, race.get(5, TimeUnit.SECONDS).started());
  }

  @Test
  void whatIsMadeTooLateIsDropped() throws Exception {
    Scripted stubborn = new Scripted("stubborn");
    stubborn.ignoresInterrupts = true;
    Scripted quick = new Scripted("quick");
    FutureTask<Race.Result<String>> race = start(false, stubborn, quick);
    assertEquals("0 ms: stubborn starts", next());
    time.awaitAlarms(2);
    time.advance(DELAY);
    assertEquals("250 ms: quick starts", next());
    quick.make();
    assertEquals("quick", race.get(5, TimeUnit.SECONDS).winner());
    assertEquals("250 ms: stubborn is given up: another address was faster", next());
    stubborn.make();
    assertEquals("250 ms: stubborn is dropped", next());
  }

  @Test
  void deadlineGivesUpAll() throws Exception {
    FutureTask<Race.Result<String>> race =
        start(false, new Scripted("one"), new Scripted("two"), new Scripted("three"));
    assertEquals("0 ms: one starts", next());
    time.awaitAlarms(2);
    time.advance(DELAY);
    assertEquals("250 ms: two starts", next());
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(249));
    time.advance(Duration.ofMillis(1)); // three
    assertEquals("500 ms: three starts", next());
    time.advance(Duration.ofMillis(500));
    assertEquals(new Race.Result<>(null, LATE, 3), race.get(5, TimeUnit.SECONDS));
    assertEquals(
        Set.of(
            "1000 ms: one is given up: TimedOut",
            "1000 ms: two is given up: TimedOut",
            "1000 ms: three is given up: TimedOut",
            "1000 ms: one is interrupted",
            "1000 ms: two is interrupted",
            "1000 ms: three is interrupted"),
        next(6));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interruptGivesUpAllAndTheFlagStays(boolean platform) throws Exception {
    Scripted one = new Scripted("one");
    FutureTask<Race.Result<String>> race = start(platform, one);
    assertEquals("0 ms: one starts", next());
    caller.interrupt();
    assertSame(Fault.Cancelled.INTERRUPTED, race.get(5, TimeUnit.SECONDS).end());
    assertEquals(Set.of("0 ms: one is given up: interrupted", "0 ms: one is interrupted"), next(2));
    assertTrue(flagWasSet);
    assertEquals(0, time.alarms());
  }

  @Test
  void defectIsThrownOnAndTheOthersAreGivenUp() throws Exception {
    Scripted one = new Scripted("one");
    Scripted two = new Scripted("two");
    FutureTask<Race.Result<String>> race = start(false, one, two);
    assertEquals("0 ms: one starts", next());
    time.awaitAlarms(2);
    time.advance(DELAY);
    assertEquals("250 ms: two starts", next());
    two.result.completeExceptionally(new IllegalStateException("defect"));
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> race.get(5, TimeUnit.SECONDS));
    assertEquals("defect", e.getCause().getMessage());
    assertEquals(2, next(2).size());
    assertNull(log.poll());
  }

  /** Whoever sets an alarm is held up until this is released, with the alarm set; null: nobody. */
  private volatile CountDownLatch held;

  private final TimeSource holding =
      new TimeSource() {
        @Override
        public long nanoTime() {
          return time.nanoTime();
        }

        @Override
        public Alarm at(Deadline deadline, Runnable action) {
          CountDownLatch until = held; // before the test sees the alarm, and goes on
          Alarm alarm = time.at(deadline, action);
          try {
            if (until != null) {
              until.await();
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return alarm;
        }
      };

  private volatile Thread caller;
  private volatile boolean flagWasSet;

  private FutureTask<Race.Result<String>> start(boolean platform, Scripted... all) {
    FutureTask<Race.Result<String>> task =
        new FutureTask<>(
            () -> {
              Deadline end = time.in(Duration.ofSeconds(1));
              Race.Result<String> result =
                  new Race<String>(List.of(all), DELAY, holding).run(end, LATE);
              flagWasSet = Thread.interrupted();
              return result;
            });
    caller = platform ? Thread.ofPlatform().start(task) : Thread.ofVirtual().start(task);
    return task;
  }

  private String next() throws InterruptedException {
    return log.poll(5, TimeUnit.SECONDS);
  }

  /** The next so many lines, in whatever order. */
  private Set<String> next(int count) throws InterruptedException {
    Set<String> lines = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      lines.add(String.valueOf(next()));
    }
    return lines;
  }

  /** An attempt that does what the test says, and tells what is done to it. */
  private final class Scripted implements Race.Attempt<String> {
    private final String name;
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private volatile boolean ignoresInterrupts;
    private volatile Thread thread;

    Scripted(String name) {
      this.name = name;
    }

    /** Waits until what this has done is told to the race. */
    void awaitEnd() throws InterruptedException {
      thread.join();
    }

    void make() {
      result.complete(name);
    }

    void fail() {
      result.completeExceptionally(new IOException(name));
    }

    @Override
    public String run() throws IOException {
      thread = Thread.currentThread();
      say("starts");
      for (; ; ) {
        try {
          return result.get();
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException defect) {
            throw defect;
          }
          throw new IOException(e);
        } catch (InterruptedException e) {
          if (!ignoresInterrupts) {
            say("is interrupted");
            throw new IOException(e);
          }
        }
      }
    }

    @Override
    public void giveUp(Fault why) {
      say("is given up: " + (why instanceof Fault.Cancelled c ? c.how() : "TimedOut"));
    }

    @Override
    public void drop(String late) {
      say("is dropped");
    }

    private void say(String what) {
      log.add(TimeUnit.NANOSECONDS.toMillis(time.nanoTime()) + " ms: " + name + " " + what);
    }
  }
}
