package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A call that blocks in a thread of its own until something frees it, and how it ended: with an
 * exception, otherwise the test fails.
 */
public final class Blocked {

  /** Long after whatever is soon, on a busy machine too. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Set<String> WAITS =
      Set.of("park", "poll", "read0", "write0", "readv0", "writev0");

  private static final Set<Thread.State> IDLE =
      Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  /** How the call ended. */
  public record End(Throwable thrown, boolean interrupted) {}

  /** What is called. */
  public interface Call {
    void run() throws Exception;
  }

  private final FutureTask<End> task;
  private final Thread thread;

  private Blocked(Thread.Builder builder, Call call) {
    task =
        new FutureTask<>(
            () -> {
              try {
                call.run();
                return new End(null, Thread.currentThread().isInterrupted());
              } catch (Throwable thrown) {
                return new End(thrown, Thread.currentThread().isInterrupted());
              }
            });
    thread = builder.name("blocked-driver").start(task);
  }

  /** In a virtual thread. */
  public static Blocked virtually(Call call) {
    return new Blocked(Thread.ofVirtual(), call);
  }

  /** In a platform thread. */
  public static Blocked onPlatform(Call call) {
    return new Blocked(Thread.ofPlatform().daemon(), call);
  }

  /** Waits until the thread waits for bytes of a socket. */
  public Blocked untilReading() {
    return untilIn(List.of("implRead", "read"));
  }

  /**
   * Waits until the thread waits for room in a socket's buffer, and has for half a second: less may
   * be a peer that is slow.
   *
   * @param progress grows with what is written
   */
  public Blocked untilStuckWriting(LongSupplier progress) {
    long seen = -1;
    long since = 0;
    while (seen < 0 || System.nanoTime() - since < Duration.ofMillis(500).toNanos()) {
      untilIn(List.of("implWrite", "write", "blockingWriteFully"));
      if (progress.getAsLong() != seen) {
        seen = progress.getAsLong();
        since = System.nanoTime();
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return this;
  }

  /** Waits until the thread waits in that method for what another thread is to bring. */
  public Blocked untilWaitingIn(String method) {
    return until(
        () ->
            IDLE.contains(thread.getState())
                && Stream.of(thread.getStackTrace())
                    .anyMatch(each -> each.getMethodName().equals(method)));
  }

  private Blocked untilIn(List<String> calls) {
    return until(() -> waits(calls));
  }

  private Blocked until(BooleanSupplier there) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      if (task.isDone()) {
        fail("ended instead of blocking: " + task.resultNow(), task.resultNow().thrown());
      }
      assertTrue(System.nanoTime() - end < 0, () -> "does not block: " + stack());
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return this;
  }

  /**
   * Whether it has a socket's call on its stack, and waits in it for the socket to be ready: a
   * platform thread may do so inside the system's call.
   */
  private boolean waits(List<String> calls) {
    boolean waits = false;
    for (StackTraceElement each : thread.getStackTrace()) {
      if (each.getClassName().startsWith("sun.nio.ch.")) {
        waits |= WAITS.contains(each.getMethodName());
        if (waits && calls.contains(each.getMethodName())) {
          return true;
        }
      }
    }
    return false;
  }

  private String stack() {
    return String.join(
        "\n  at ", List.of(thread.getStackTrace()).stream().map(String::valueOf).toList());
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** Demands that it has not ended. */
  public void assertBlocked() {
    if (task.isDone()) {
      fail("not blocked any more", task.resultNow().thrown());
    }
  }

  /** Waits for its end, which is not long, whatever it is. */
  public End join() throws Exception {
    End end;
    try {
      end = task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("still blocked: " + stack(), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    thread.join();
    return end;
  }

  /** The exception that it ended with, and soon. */
  public End ended() throws Exception {
    End end = join();
    if (end.thrown() == null) {
      fail("returned as if nothing had happened");
    }
    return end;
  }
}
