package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a run hands out its results, and how it ends; nothing of it is left in any case. */
class RunTest {

  private final Town town = new Town();

  @AfterEach
  void nothingIsLeftOpen() {
    assertEquals(0, town.network.open());
    town.close();
  }

  @Test
  void jobsFailureIsToldApartFromItsConnections() throws Exception {
    Target thrown = town.echo();
    Target wrapped = town.rude();
    Target plain = town.rude();
    Target fine = town.echo();
    Job<Integer> job =
        (target, socket) -> {
          if (target.equals(thrown)) {
            throw new IllegalStateException("mine");
          }
          if (target.equals(wrapped)) {
            try {
              return Town.say(target, socket);
            } catch (java.io.IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          return Town.say(target, socket);
        };
    try (Run<Integer> run =
        town.fanOut().build().start(List.of(thrown, wrapped, plain, fine), job)) {
      var all = run.stream().collect(Collectors.toMap(Result::target, each -> each));
      assertEquals(4, all.size());
      assertEquals("mine", all.get(thrown).jobFailure().getMessage());
      assertNull(all.get(thrown).failure());
      for (Target each : List.of(wrapped, plain)) {
        assertNull(all.get(each).jobFailure());
        assertEquals(Phase.DATA, all.get(each).failure().phase());
        assertEquals(1, all.get(each).attempts(), "a job is never repeated");
      }
      assertEquals(7, all.get(fine).value());
      assertTrue(all.get(fine).succeeded() && !all.get(plain).succeeded());
      Summary summary = run.summary();
      assertEquals(1, summary.succeeded());
      assertEquals(1, summary.jobsFailed());
      assertEquals(3, summary.failed());
      assertEquals(4, summary.ended());
      assertEquals(2, summary.phases().get(Phase.DATA));
    }
  }

  @Test
  void errorOfJobEndsTheRun() throws Exception {
    List<Target> targets = town.echoes(4);
    Error broken = new AssertionError("broken");
    CountDownLatch others = new CountDownLatch(3);
    Job<Void> job =
        (target, socket) -> {
          if (target.equals(targets.getLast())) {
            others.await();
            throw broken;
          }
          others.countDown();
          Town.forever();
          return null;
        };
    try (Run<Void> run = town.fanOut().build().start(targets, job)) {
      List<Result<Void>> all = new ArrayList<>();
      assertSame(broken, assertThrows(AssertionError.class, () -> run.forEach(all::add)));
      assertEquals(3, all.size());
      assertEquals(Category.CANCELLED, all.getFirst().failure().fault().category());
    }
  }

  @Test
  void closeThrowsAnErrorThatNobodyHasSeen() throws Exception {
    Job<Void> job =
        (target, socket) -> {
          throw new AssertionError("broken");
        };
    Run<Void> run = town.fanOut().build().start(town.echoes(1), job);
    while (!run.isOver()) {
      Thread.onSpinWait();
    }
    assertThrows(AssertionError.class, run::close);
    run.close();
  }

  @Test
  void whatTheIteratorThrowsEndsTheRun() throws Exception {
    Target target = town.echo();
    Iterator<Target> broken =
        IntStream.range(0, 3)
            .mapToObj(
                i -> {
                  if (i == 2) {
                    throw new IllegalStateException("no more");
                  }
                  return target;
                })
            .iterator();
    try (Run<Integer> run = town.fanOut().build().start(() -> broken, Town::say)) {
      assertEquals(
          "no more",
          assertThrows(IllegalStateException.class, () -> run.forEach(each -> {})).getMessage());
    }
  }

  @Test
  void firstTakesSoManySuccessesAndEndsTheRest() throws Exception {
    List<Target> targets = town.echoes(20);
    Target refused = new Target("unknown.example", 443);
    targets.addFirst(refused);
    CountDownLatch stuck = new CountDownLatch(18);
    Job<Integer> job =
        (target, socket) -> {
          int value = Town.say(target, socket);
          if (targets.indexOf(target) > 2) {
            stuck.countDown();
            Town.forever();
          }
          stuck.await();
          return value;
        };
    FanOut fanOut = town.fanOut().retry(Retry.none()).build();
    Run<Integer> run = fanOut.start(targets, job);
    List<Result<Integer>> first = run.first(2);
    assertEquals(2, first.size());
    assertTrue(first.stream().allMatch(each -> each.value() == 7));
    assertEquals(0, town.network.open());
    assertTrue(run.isOver());
    Summary summary = run.summary();
    assertEquals(2, summary.succeeded());
    assertEquals(18, summary.cancelled());
    assertEquals(1, summary.failed());
    assertEquals(0, summary.live());
  }

  @Test
  void firstGivesFewerIfThereAreNoMore() throws Exception {
    try (Run<Integer> run = town.fanOut().build().start(town.echoes(2), Town::say)) {
      assertEquals(2, run.first(5).size());
      assertThrows(IllegalArgumentException.class, () -> run.first(0));
    }
  }

  @Test
  void closeEndsWhatIsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(5);
    AtomicInteger interrupted = new AtomicInteger();
    Job<Void> job =
        (target, socket) -> {
          begun.countDown();
          try {
            Town.forever();
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
          }
          return null;
        };
    Run<Void> run = town.fanOut().build().start(town.echoes(5), job);
    begun.await();
    assertEquals(5, run.summary().live());
    run.close();
    assertEquals(5, interrupted.get());
    assertEquals(0, town.network.open());
    assertEquals(5, run.summary().cancelled());
    assertNull(run.next());
    run.close();
  }

  @Test
  void closeFreesAJobThatReads() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Boolean> interruptedAfterwards = new AtomicReference<>();
    Job<Integer> job =
        (target, socket) -> {
          begun.countDown();
          try {
            return socket.inputStream().read();
          } finally {
            interruptedAfterwards.set(Thread.currentThread().isInterrupted());
          }
        };
    Run<Integer> run = town.fanOut().build().start(town.echoes(1), job);
    begun.await();
    run.cancel();
    Result<Integer> result = run.next();
    assertEquals(Category.CANCELLED, result.failure().fault().category());
    assertEquals(Phase.DATA, result.failure().phase());
    assertTrue(result.failure().message().contains("cancelled with the run"));
    run.close();
  }

  @Test
  void interruptedTakerEndsTheRun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger open = new AtomicInteger(-1);
    FutureTask<Boolean> taker =
        new FutureTask<>(
            () -> {
              Job<Void> job =
                  (target, socket) -> {
                    begun.countDown();
                    Town.forever();
                    return null;
                  };
              try (Run<Void> run = town.fanOut().build().start(town.echoes(3), job)) {
                assertThrows(InterruptedException.class, run::next);
                assertTrue(run.isOver());
                while (run.summary().live() > 0) {
                  Thread.onSpinWait(); // it ends before it is closed
                }
                Thread.currentThread().interrupt();
              }
              open.set(town.network.open());
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = Thread.ofVirtual().start(taker);
    begun.await();
    thread.interrupt();
    assertTrue(taker.get(), "the interrupt status is gone");
    assertEquals(0, open.get());
  }

  @Test
  void interruptedLoopEndsTheRun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Job<Void> job =
        (target, socket) -> {
          begun.countDown();
          Town.forever();
          return null;
        };
    FutureTask<Boolean> taker =
        new FutureTask<>(
            () -> {
              try (Run<Void> run = town.fanOut().build().start(town.echoes(1), job)) {
                assertThrows(CancellationException.class, () -> run.forEach(each -> {}));
              }
              return Thread.interrupted();
            });
    Thread thread = Thread.ofVirtual().start(taker);
    begun.await();
    thread.interrupt();
    assertTrue(taker.get());
  }

  @Test
  void slowTakerSlowsTheRunDown() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    List<Target> targets = town.echoes(3);
    Iterator<Target> counted =
        IntStream.range(0, 40).mapToObj(i -> targets.get(taken.getAndIncrement() % 3)).iterator();
    FanOut fanOut = town.fanOut().maxConnections(3).resultBuffer(2).build();
    try (Run<Integer> run = fanOut.start(() -> counted, Town::say)) {
      while (run.summary().ended() < 5) {
        Thread.onSpinWait();
      }
      // Two results in the buffer, three threads with one each, and one target read ahead at most
      // for each of them.
      for (int i = 0; i < 100; i++) {
        Thread.yield();
        assertTrue(taken.get() <= 8, () -> taken + " taken");
        assertEquals(5, run.summary().ended());
      }
      assertEquals(40, run.stream().filter(Result::succeeded).count());
    }
  }

  @Test
  void targetsAreTakenAsThereIsRoom() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Target refused = town.host(dev.heddle.testing.Answer.refuse());
    int count = 20_000;
    Iterator<Target> counted =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  taken.incrementAndGet();
                  return refused;
                })
            .iterator();
    FanOut fanOut = town.fanOut().maxConnections(10).resultBuffer(1).retry(Retry.none()).build();
    try (Run<Integer> run = fanOut.start(() -> counted, Town::say)) {
      int results = 0;
      for (Result<Integer> each : run) {
        assertFalse(each.succeeded());
        results++;
        assertTrue(taken.get() <= results + 1 + 2 * 10, taken + " taken, " + results + " over");
      }
      assertEquals(count, results);
      assertEquals(count, run.summary().categories().get(Category.TRANSPORT));
    }
  }

  @Test
  void nextWaitsNoLongerThanTold() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Job<Integer> job =
        (target, socket) -> {
          go.await();
          return 1;
        };
    try (Run<Integer> run =
        town.fanOut().attemptLimit(Duration.ofHours(1)).build().start(town.echoes(1), job)) {
      assertNull(run.next(Duration.ZERO));
      FutureTask<Result<Integer>> taker = new FutureTask<>(() -> run.next(Duration.ofSeconds(5)));
      Thread.ofVirtual().start(taker);
      town.time.awaitAlarmWithin(Duration.ofSeconds(5));
      town.time.advance(Duration.ofSeconds(5));
      assertNull(taker.get());
      assertFalse(run.isOver());
      go.countDown();
      assertEquals(1, run.next().value());
      assertNull(run.next());
      assertTrue(run.isOver());
    }
  }

  @Test
  void jobCannotCloseItsRunButCancelIt() throws Exception {
    AtomicReference<Run<Integer>> own = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    Job<Integer> job =
        (target, socket) -> {
          known.await();
          IllegalStateException refused =
              assertThrows(IllegalStateException.class, () -> own.get().close());
          own.get().cancel();
          throw refused;
        };
    try (Run<Integer> run = town.fanOut().build().start(town.echoes(1), job)) {
      own.set(run);
      known.countDown();
      Result<Integer> result = run.next();
      assertEquals(Category.CANCELLED, result.failure().fault().category());
      assertInstanceOf(Result.class, result);
    }
  }
}
