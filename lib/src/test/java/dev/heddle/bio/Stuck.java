package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A thread that calls something that gets stuck, and what came of it. */
final class Stuck {

  interface Call {
    Object call() throws Exception;
  }

  private static final Set<String> WAITING =
      Set.of("park", "awaitNanos", "poll", "read0", "write0", "connect0", "accept");

  private final Thread thread;
  private volatile Object result;
  private volatile Throwable failure;
  private volatile boolean interrupted;
  private volatile long end;

  private Stuck(boolean virtual, Call call) {
    Runnable body =
        () -> {
          try {
            result = call.call();
          } catch (Throwable e) {
            failure = e;
          }
          interrupted = Thread.currentThread().isInterrupted();
          end = System.nanoTime();
        };
    thread = virtual ? Thread.ofVirtual().start(body) : Thread.ofPlatform().daemon().start(body);
  }

  /** Starts a thread and waits until it is stuck in the call. */
  static Stuck in(boolean virtual, Call call) {
    Stuck stuck = start(virtual, call);
    await(() -> stuck.isWaiting() || !stuck.thread.isAlive());
    // A writer comes this far many times before the kernel's buffers are full.
    for (int calm = 0; calm < 10; calm = stuck.isWaiting() ? calm + 1 : 0) {
      assertTrue(stuck.thread.isAlive(), () -> "not stuck: " + stuck.result + stuck.failure);
      LockSupport.parkNanos(1_000_000);
    }
    return stuck;
  }

  /** Starts a thread. */
  static Stuck start(boolean virtual, Call call) {
    return new Stuck(virtual, call);
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits for the thread to come back, and how long after that moment it did, in ms. */
  long freedAfter(long nanoTime) throws InterruptedException {
    assertTrue(thread.join(Duration.ofSeconds(20)), "still stuck");
    return (end - nanoTime) / 1_000_000;
  }

  Object result() throws InterruptedException {
    freedAfter(0);
    if (failure != null) {
      throw new AssertionError("failed", failure);
    }
    return result;
  }

  Throwable failure() throws InterruptedException {
    freedAfter(0);
    assertTrue(failure != null, () -> "did not fail but gave " + result);
    return failure;
  }

  boolean interrupted() {
    return interrupted;
  }

  static void await(java.util.function.BooleanSupplier condition) {
    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertTrue(!patience.hasPassed(), "it never happened");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean isWaiting() {
    return Arrays.stream(thread.getStackTrace()).anyMatch(e -> WAITING.contains(e.getMethodName()));
  }
}
