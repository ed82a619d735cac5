package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import dev.heddle.net.Limits;
import dev.heddle.testing.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of number and time, and retries, on a clock of the test's. */
class LimitsTest {

  /** Always the longest pause. */
  private static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return -1;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final Town town = new Town();

  @AfterEach
  void nothingIsLeftOpen() {
    assertEquals(0, town.network.open());
    assertEquals(0, town.time.alarms());
    town.close();
  }

  @Test
  void hostHasItsOwnLimitAndHoldsUpNoOther() throws Exception {
    List<Target> targets = new ArrayList<>(Collections.nCopies(6, town.echo()));
    Target other = town.echo();
    targets.add(other);
    targets.add(new Target(targets.getFirst().host().toUpperCase(java.util.Locale.ROOT), 443));
    AtomicInteger live = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    CountDownLatch otherIsDone = new CountDownLatch(1);
    Job<Integer> job =
        (target, socket) -> {
          if (target.equals(other)) {
            two.await();
            otherIsDone.countDown();
            return 0;
          }
          most.accumulateAndGet(live.incrementAndGet(), Math::max);
          two.countDown();
          otherIsDone.await();
          int said = Town.say(target, socket);
          live.decrementAndGet();
          return said;
        };
    town.network.name(targets.getLast().host(), "192.0.0.1");
    FanOut fanOut = town.fanOut().maxPerHost(2).maxConnections(8).build();
    try (Run<Integer> run = fanOut.start(targets, job)) {
      assertEquals(8, run.stream().filter(Result::succeeded).count());
      assertEquals(2, most.get());
      assertTrue(run.summary().peak() <= 3, run.summary().text());
    }
  }

  @Test
  void retriesWithPausesThatGrow() throws Exception {
    Target target = town.host(Answer.refuse());
    Retry retry = new Retry(4, Duration.ofSeconds(1), Duration.ofSeconds(5));
    FanOut fanOut = town.fanOut().retry(retry).random(LONGEST).build();
    try (Run<Integer> run = fanOut.start(List.of(target), Town::say)) {
      int attempts = 1;
      for (int seconds : new int[] {1, 2, 4, 5}) {
        town.network.awaitAttempts(attempts);
        town.time.awaitAlarmWithin(Duration.ofSeconds(seconds));
        town.time.advance(Duration.ofSeconds(seconds).minusNanos(1));
        town.time.awaitAlarmWithin(Duration.ofNanos(1));
        assertEquals(attempts, town.network.attempts().size(), "too early");
        town.time.advance(Duration.ofNanos(1));
        attempts++;
      }
      Result<Integer> result = run.next();
      assertEquals(5, result.attempts());
      assertEquals(Duration.ofSeconds(12), result.total());
      assertEquals(Category.TRANSPORT, result.failure().fault().category());
      assertNull(result.info());
      assertEquals(4, run.summary().retries());
      assertEquals(1, run.summary().failed());
    }
  }

  @Test
  void succeedsOnceItAnswers() throws Exception {
    Target target = town.echo();
    town.network.answer("192.0.0.1", 443, Answer.refuse());
    FanOut fanOut = town.fanOut().random(LONGEST).maxConnections(1).build();
    Target other = town.echo();
    try (Run<Integer> run = fanOut.start(List.of(target, other), Town::say)) {
      assertEquals(other, run.next().target(), "who pauses takes no place");
      town.time.awaitAlarmWithin(Duration.ofMillis(500));
      town.network.answer("192.0.0.1", 443, Town.echoAnswer());
      town.time.advance(Duration.ofMillis(500));
      Result<Integer> result = run.next();
      assertEquals(7, result.value());
      assertEquals(2, result.attempts());
    }
  }

  @Test
  void handshakesHaveALimitOfTheirOwn() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Answer silent =
        Answer.accept(
            bio -> {
              bio.read(new byte[9999], 0, 9999);
              asked.incrementAndGet();
              while (bio.read(new byte[9999], 0, 9999) > 0) {
                // until it has gone
              }
            });
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      targets.add(town.host(silent));
    }
    FanOut fanOut = town.fanOut().maxHandshakes(2).retry(Retry.none()).build();
    try (Run<Integer> run = fanOut.start(targets, Town::say)) {
      town.network.awaitAttempts(6);
      while (asked.get() < 2) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 1000; i++) {
        Thread.yield();
        assertEquals(2, asked.get());
      }
      assertEquals(6, town.network.open());
      assertEquals(0, run.summary().connected());
    }
  }

  /** How a handshake fails. */
  enum Fate {
    CUT_OFF(true, Category.TRUNCATED),
    HTTP(false, Category.NOT_TLS),
    OTHER_NAME(false, Category.CERTIFICATE);

    private final boolean retried;
    private final Category category;

    Fate(boolean retried, Category category) {
      this.retried = retried;
      this.category = category;
    }
  }

  @ParameterizedTest
  @EnumSource
  void retriesOnlyWhatDeservesIt(Fate fate) throws Exception {
    Target target =
        switch (fate) {
          case CUT_OFF -> town.host(Answer.accept(bio -> bio.read(new byte[9999], 0, 9999)));
          case HTTP ->
              town.host(
                  Answer.accept(
                      bio -> {
                        byte[] text =
                            "HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                        bio.write(text, 0, text.length);
                        while (bio.read(new byte[9999], 0, 9999) > 0) {
                          // until it has gone
                        }
                      }));
          case OTHER_NAME -> town.echo();
        };
    FanOut.Builder builder = town.fanOut();
    if (fate == Fate.OTHER_NAME) {
      builder = town.fanOutAs("other.example");
    }
    FanOut fanOut = builder.retry(Retry.defaults().withRetries(1)).random(LONGEST).build();
    try (Run<Integer> run = fanOut.start(List.of(target), Town::say)) {
      if (fate.retried) {
        town.network.awaitAttempts(1);
        town.time.awaitAlarmWithin(Duration.ofMillis(500));
        town.time.advance(Duration.ofMillis(500));
      }
      Result<Integer> result = run.next();
      assertEquals(fate.category, result.failure().fault().category());
      assertEquals(fate.retried ? 2 : 1, result.attempts());
      assertTrue(result.failure().phase().isHandshake());
    }
  }

  @Test
  void attemptLimitEndsTheJob() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Job<Void> job =
        (target, socket) -> {
          begun.countDown();
          Town.forever();
          return null;
        };
    FanOut fanOut = town.fanOut().attemptLimit(Duration.ofSeconds(20)).build();
    try (Run<Void> run = fanOut.start(town.echoes(1), job)) {
      begun.await();
      town.time.advance(Duration.ofSeconds(20));
      Result<Void> result = run.next();
      assertTrue(
          result.failure().message().contains("timed out after 20000 ms, waiting for the job ("),
          result.failure().message());
      assertEquals(Phase.DATA, result.failure().phase());
      assertEquals(Duration.ofSeconds(20), result.times().get(Phase.DATA));
      assertEquals(1, result.attempts());
    }
  }

  @Test
  void attemptLimitEndsTheConnectWhichIsRepeated() throws Exception {
    Target target = town.host(Answer.blackHole());
    Retry once = Retry.defaults().withRetries(1);
    FanOut fanOut =
        town.fanOut().attemptLimit(Duration.ofSeconds(3)).retry(once).random(LONGEST).build();
    try (Run<Integer> run = fanOut.start(List.of(target), Town::say)) {
      town.network.awaitAttempts(1);
      town.time.advance(Duration.ofSeconds(3));
      town.time.awaitAlarmWithin(Duration.ofMillis(500));
      town.time.advance(Duration.ofMillis(500));
      town.network.awaitAttempts(2);
      town.time.advance(Duration.ofSeconds(3));
      Result<Integer> result = run.next();
      assertTrue(
          result
              .failure()
              .message()
              .contains("timed out after 3000 ms, waiting for the connection"),
          result.failure().message());
      assertEquals(2, result.attempts());
      assertEquals(Duration.ofMillis(6500), result.total());
    }
  }

  @Test
  void deadlineEndsTheRunAndEachTakenTargetHasItsResult() throws Exception {
    Target hole = town.host(Answer.blackHole());
    Target refused = town.host(Answer.refuse());
    Target never = town.echo();
    List<Target> taken = Collections.synchronizedList(new ArrayList<>());
    List<Target> given = new ArrayList<>(List.of(refused, hole, hole, hole, hole));
    given.addAll(Collections.nCopies(50, never));
    FanOut fanOut =
        town.fanOut()
            .maxConnections(2)
            .maxPerHost(1)
            .deadline(Duration.ofSeconds(10))
            .retry(new Retry(1, Duration.ofMinutes(1), Duration.ofMinutes(1)))
            .random(LONGEST)
            .build();
    Iterable<Target> targets = () -> given.stream().peek(taken::add).iterator();
    Job<Integer> job =
        (target, socket) -> {
          Town.forever();
          return 0;
        };
    try (Run<Integer> run = fanOut.start(targets, job)) {
      town.network.awaitAttempts(2);
      while (run.summary().retries() < 1 || taken.size() < 3) {
        Thread.onSpinWait();
      }
      town.time.advance(Duration.ofSeconds(10));
      List<Result<Integer>> all = run.stream().toList();
      assertEquals(taken.size(), all.size());
      assertTrue(taken.size() < 10, taken + " were taken");
      long late =
          all.stream()
              .filter(
                  each -> each.failure().message().contains("after 10000 ms, waiting for the run"))
              .count();
      assertEquals(all.size() - 1, late, "all but the refused one");
      assertEquals(0, town.network.open());
    }
  }

  @Test
  void deadlineIsNotWaitedForWhenAllIsDone() throws Exception {
    FanOut fanOut =
        town.fanOut().deadline(Duration.ofSeconds(10)).attemptLimit(Limits.FOREVER).build();
    FutureTask<Long> taker =
        new FutureTask<>(
            () -> {
              try (Run<Integer> run = fanOut.start(town.echoes(3), Town::say)) {
                return run.stream().filter(Result::succeeded).count();
              }
            });
    Thread.ofVirtual().start(taker);
    assertEquals(3, taker.get());
  }
}
