package dev.heddle.bio;

import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one timer that ends what has no limit of its own in the JDK: it runs an action, such as
 * {@link Bio#abort}, at a deadline unless the alarm was cancelled before.
 *
 * <p>One daemon thread keeps the time and up to {@value #ACTION_THREADS} more run the actions, all
 * platform threads, so that they get on even when every carrier is pinned. They are started when
 * first needed and end after {@value #IDLE_SECONDS} idle seconds. A slow action keeps neither the
 * time nor other actions waiting, unless {@value #ACTION_THREADS} are slow at once; one that throws
 * is reported to its thread's uncaught exception handler. A cancelled alarm is forgotten at once.
 */
public final class Watchdog implements TimeSource {
  static final int ACTION_THREADS = 32;
  static final int IDLE_SECONDS = 10;

  private static final Watchdog SHARED = new Watchdog(ACTION_THREADS, IDLE_SECONDS * 1000L);

  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor actions;

  private Watchdog(int threads, long idleMillis) {
    timer = new ScheduledThreadPoolExecutor(1, threads("heddle-watchdog"));
    timer.setKeepAliveTime(idleMillis, TimeUnit.MILLISECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    // Core threads over an unbounded queue: handing an action over never waits.
    actions =
        new ThreadPoolExecutor(
            threads,
            threads,
            idleMillis,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            threads("heddle-watchdog-action"));
    actions.allowCoreThreadTimeOut(true);
  }

  /** The watchdog of this JVM. */
  public static Watchdog shared() {
    return SHARED;
  }

  /** One of its own for a test, with fewer or shorter-lived threads. */
  static Watchdog create(int threads, long idleMillis) {
    return new Watchdog(threads, idleMillis);
  }

  /**
   * Runs an action when a deadline passes. Does not block.
   *
   * @param deadline when, not null; never is never, and one that has passed is at once
   * @param action what, not null; runs on a thread of the watchdog
   * @return the alarm, to cancel it, not null
   */
  @Override
  public Alarm at(Deadline deadline, Runnable action) {
    Objects.requireNonNull(action, "action");
    Alarm alarm = new Alarm(this, deadline, action);
    if (!deadline.isNever()) {
      alarm.time();
    }
    return alarm;
  }

  /** {@link System#nanoTime}. */
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** One action and its deadline. All threads may use it. */
  public static final class Alarm implements TimeSource.Alarm {
    private enum State {
      WAITING,
      CANCELLED,
      FIRED
    }

    private final Watchdog watchdog;
    private final Deadline deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile Runnable action; // null when no longer needed
    private volatile Future<?> timing;

    private Alarm(Watchdog watchdog, Deadline deadline, Runnable action) {
      this.watchdog = watchdog;
      this.deadline = deadline;
      this.action = action;
    }

    /**
     * Cancels the alarm. Does not block and does not wait for an action that runs. Idempotent.
     *
     * @return true when the action has not run and never will, false when it runs or has run
     */
    @Override
    public boolean cancel() {
      if (state.compareAndSet(State.WAITING, State.CANCELLED)) {
        action = null;
        Future<?> future = timing;
        if (future != null) {
          future.cancel(false);
        }
      }
      return state.get() == State.CANCELLED;
    }

    /** Whether the deadline passed before the alarm was cancelled. */
    @Override
    public boolean fired() {
      return state.get() == State.FIRED;
    }

    private void time() {
      timing = watchdog.timer.schedule(this::due, deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      if (state.get() == State.CANCELLED) {
        timing.cancel(false); // cancelled in between, so nobody has done it
      }
    }

    private void due() {
      if (!deadline.hasPassed()) {
        time(); // the deadline's clock is not the timer's
      } else if (state.compareAndSet(State.WAITING, State.FIRED)) {
        Runnable run = action;
        action = null;
        watchdog.actions.execute(run);
      }
    }
  }

  /** How many alarms are set and neither due nor cancelled. */
  int waiting() {
    return timer.getQueue().size();
  }

  /** How many threads live. */
  int threads() {
    return timer.getPoolSize() + actions.getPoolSize();
  }

  private static ThreadFactory threads(String name) {
    var builder = Thread.ofPlatform().daemon().name(name).inheritInheritableThreadLocals(false);
    return runnable -> {
      Thread thread = builder.unstarted(runnable);
      thread.setContextClassLoader(Watchdog.class.getClassLoader()); // not that of a caller
      return thread;
    };
  }
}
