package dev.heddle.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups that others share, wait for, and leave to themselves. */
class ResolverTest {

  private final List<InetAddress> found = List.of(InetAddress.getLoopbackAddress());
  private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final FakeTime time = new FakeTime();
  private final Resolver resolver = new Resolver(2, 3);

  /** Answers when the test says so, and not before, whatever is done to its thread. */
  private final Resolver.LookUp stuck =
      name -> {
        asked.add(name);
        try {
          answer.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return found;
      };

  @AfterEach
  void letThemGo() {
    answer.countDown();
  }

  @Test
  void lookUpsOfOneNameAreShared() throws Exception {
    List<FutureTask<List<InetAddress>>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(start(() -> resolve("db.example")));
    }
    awaitWaiting("db.example", 200);
    answer.countDown();
    for (FutureTask<List<InetAddress>> each : all) {
      assertSame(found, each.get(5, TimeUnit.SECONDS));
    }
    assertEquals(List.of("db.example"), List.copyOf(asked));
    resolve("db.example");
    assertEquals(2, asked.size(), "an answer is not kept");
  }

  @Test
  void failureIsSharedToo() throws Exception {
    Resolver.LookUp none =
        name -> {
          stuck.resolve(name);
          throw new UnknownHostException(name);
        };
    FutureTask<List<InetAddress>> one = start(() -> resolve(none, "nobody.example"));
    FutureTask<List<InetAddress>> other = start(() -> resolve(none, "nobody.example"));
    awaitWaiting(none, "nobody.example", 2);
    answer.countDown();
    assertSame(failure(one), failure(other));
    assertInstanceOf(UnknownHostException.class, failure(one));
  }

  @Test
  void noAddressIsAnUnknownHost() {
    assertThrows(UnknownHostException.class, () -> resolve(name -> List.of(), "db.example"));
  }

  @Test
  void deadlineEndsTheWaitAlsoForAThread() throws Exception {
    List<FutureTask<List<InetAddress>>> all = new ArrayList<>();
    for (String each : List.of("a.example", "b.example", "c.example")) {
      all.add(start(() -> resolve(each)));
      awaitWaiting(each, 1);
    }
    time.awaitAlarms(3);
    time.advance(Duration.ofSeconds(1));
    for (FutureTask<List<InetAddress>> each : all) {
      assertInstanceOf(TimeoutException.class, failure(each));
    }
    answer.countDown();
    resolve("d.example");
    assertTrue(!asked.contains("c.example"), "nobody waited for it any more: " + asked);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interruptEndsTheWait(boolean platform) throws Exception {
    FutureTask<List<InetAddress>> one = new FutureTask<>(() -> resolve("db.example"));
    Thread thread = platform ? Thread.ofPlatform().start(one) : Thread.ofVirtual().start(one);
    awaitWaiting("db.example", 1);
    thread.interrupt();
    assertInstanceOf(InterruptedException.class, failure(one));
  }

  @Test
  void floodIsRefused() throws Exception {
    List<FutureTask<List<InetAddress>>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String name = i + ".example";
      all.add(start(() -> resolve(name)));
      awaitWaiting(name, 1);
    }
    IOException refused = assertThrows(IOException.class, () -> resolve("one-more.example"));
    assertEquals("3 names are waiting to be looked up already", refused.getMessage());
    answer.countDown();
    for (FutureTask<List<InetAddress>> each : all) {
      each.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatALookUpThrowsIsThrown() {
    Resolver.LookUp defect =
        name -> {
          throw new IllegalStateException(name);
        };
    assertThrows(IllegalStateException.class, () -> resolve(defect, "db.example"));
  }

  private List<InetAddress> resolve(String name) throws Exception {
    return resolve(stuck, name);
  }

  private List<InetAddress> resolve(Resolver.LookUp lookUp, String name) throws Exception {
    TimeSource clock = time;
    Deadline end = clock.in(Duration.ofSeconds(1));
    return resolver.resolve(lookUp, name, clock, end);
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Throwable failure(FutureTask<?> task) {
    return assertThrows(ExecutionException.class, () -> task.get(5, TimeUnit.SECONDS)).getCause();
  }

  private void awaitWaiting(String name, int count) {
    awaitWaiting(stuck, name, count);
  }

  private void awaitWaiting(Resolver.LookUp lookUp, String name, int count) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (resolver.waiting(lookUp, name) < count) {
      assertTrue(System.nanoTime() - end < 0, "not so many wait");
      LockSupport.parkNanos(100_000);
    }
  }
}
