package dev.heddle.bio;

import java.time.Duration;

/**
 * Where limits get their time from: a monotonic clock and the alarms that go by it. Everything of
 * this library that waits for a moment asks one of these, so that a test can be the master of time.
 * {@link Watchdog#shared()} is the one of the system.
 *
 * <p>All threads may use it; nothing here blocks.
 */
public interface TimeSource {

  /** Nanoseconds from any origin, never running backwards, as {@link System#nanoTime}. */
  long nanoTime();

  /**
   * Runs an action when a deadline passes.
   *
   * @param deadline when, not null, on this clock; never is never, and one that has passed is at
   *     once
   * @param action what, not null; runs on a thread of this source's
   * @return the alarm, to cancel it, not null
   */
  Alarm at(Deadline deadline, Runnable action);

  /**
   * A deadline on this clock.
   *
   * @param time from now; zero or less has passed at once, more than 200 years is never
   */
  default Deadline in(Duration time) {
    return Deadline.in(time, this::nanoTime);
  }

  /** The system's time. */
  static TimeSource system() {
    return Watchdog.shared();
  }

  /** One action and its deadline. All threads may use it. */
  interface Alarm {

    /**
     * Cancels the alarm. Does not block and does not wait for an action that runs. Idempotent.
     *
     * @return true when the action has not run and never will, false when it runs or has run
     */
    boolean cancel();

    /** Whether the deadline passed before the alarm was cancelled. */
    boolean fired();
  }
}
