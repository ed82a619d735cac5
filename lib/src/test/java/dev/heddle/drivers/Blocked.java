package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A call that blocks in a thread of its own until something frees it, and how it ended: with an
 * exception, otherwise the test fails.
 */
public final class Blocked {

  /** Long after whatever is soon, on a busy machine too. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

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

  /** Waits until the thread waits for room in a socket's buffer. */
  public Blocked untilWriting() {
    return untilIn(List.of("implWrite", "write", "blockingWriteFully"));
  }

  private Blocked untilIn(List<String> calls) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!waits(calls)) {
      if (task.isDone()) {
        fail("ended instead of blocking: " + task.resultNow(), task.resultNow().thrown());
      }
      assertTrue(System.nanoTime() - end < 0, () -> "does not block: " + stack());
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return this;
  }

  /** Whether it has a socket's call on its stack, and waits in it for the socket to be ready. */
  private boolean waits(List<String> calls) {
    boolean parked = false;
    for (StackTraceElement each : thread.getStackTrace()) {
      if (each.getClassName().startsWith("sun.nio.ch.")) {
        parked |= each.getMethodName().equals("park") || each.getMethodName().equals("poll");
        if (parked && calls.contains(each.getMethodName())) {
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

  public boolean isDone() {
    return task.isDone();
  }

  /** The exception that it ended with, and soon. */
  public End ended() throws Exception {
    End end;
    try {
      end = task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("still blocked: " + stack(), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    thread.join();
    if (end.thrown() == null) {
      fail("returned as if nothing had happened");
    }
    return end;
  }
}
