package dev.heddle.testing;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A clock that stands still until a test moves it. A test lets the code in question run into its
 * wait on another thread, waits with {@link #awaitAlarms} until the alarm is set, and moves the
 * clock past it: no sleeps, and hours take no time.
 *
 * <p>All threads may use it. One at a time moves the clock; others that want to wait for their
 * turn.
 */
public final class FakeTime implements TimeSource {

  private final ReentrantLock moving = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<FakeAlarm> waiting = new TreeSet<>(FakeAlarm.ORDER);
  private long made;
  private volatile long now;

  /** A clock at 0. */
  public FakeTime() {}

  /** Nanoseconds that this clock has been moved so far. */
  @Override
  public long nanoTime() {
    return now;
  }

  /**
   * Runs an action when this clock is moved to or past a deadline, on the thread that moves it. One
   * that has passed already is due at once, on a thread of its own. Does not block.
   *
   * @param deadline a deadline {@linkplain #in of this clock}; never is never
   * @param action what, not null
   */
  @Override
  public Alarm at(Deadline deadline, Runnable action) {
    Objects.requireNonNull(action, "action");
    lock.lock();
    try {
      FakeAlarm alarm = new FakeAlarm(this, now + deadline.remainingNanos(), made++, action);
      if (!deadline.isNever()) {
        waiting.add(alarm);
        changed.signalAll();
        if (alarm.at <= now) {
          Thread.ofVirtual().name("fake-time").start(() -> advance(Duration.ZERO));
        }
      }
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the clock, and runs the alarms that become due on the way, in the order of their
   * deadlines and with the clock at each of them; those that an action sets are among them. Blocks
   * as long as the actions do.
   *
   * @param time how far; zero runs what is due
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if called by the action of an alarm
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + time);
    }
    if (moving.isHeldByCurrentThread()) {
      throw new IllegalStateException("an alarm's action cannot move the clock");
    }
    moving.lock();
    try {
      long target = now + time.toNanos();
      for (FakeAlarm due = next(target); due != null; due = next(target)) {
        due.action.run();
      }
    } finally {
      moving.unlock();
    }
  }

  /** The next alarm that is due by then, with the clock moved to it; null, and moved to the end. */
  private FakeAlarm next(long target) {
    lock.lock();
    try {
      if (waiting.isEmpty() || waiting.first().at > target) {
        now = target;
        return null;
      }
      FakeAlarm first = waiting.pollFirst();
      now = Math.max(now, first.at);
      first.fired = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** How many alarms are set, and neither due nor cancelled. */
  public int alarms() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until so many alarms are set at the same time: until the code in question has come to its
   * waits. Waits for 10 seconds of the system's clock at most.
   *
   * @throws IllegalStateException if there are fewer by then; it says which there are
   */
  public void awaitAlarms(int count) throws InterruptedException {
    await(() -> waiting.size() >= count, count + " alarms");
  }

  /**
   * Waits until an alarm is set that will be due when the clock has been moved that far; otherwise
   * as {@link #awaitAlarms}.
   */
  public void awaitAlarmWithin(Duration time) throws InterruptedException {
    long nanos = time.toNanos();
    await(() -> !waiting.isEmpty() && waiting.first().at - now <= nanos, "an alarm within " + time);
  }

  private void await(BooleanSupplier what, String text) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!what.getAsBoolean()) {
        if (left <= 0) {
          throw new IllegalStateException(
              "no " + text + " after " + PATIENCE_SECONDS + " s, only " + this);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@code FakeTime[PT0.2S, alarms in [PT0.05S, PT9.8S]]}. */
  @Override
  public String toString() {
    lock.lock();
    try {
      return "FakeTime["
          + Duration.ofNanos(now)
          + ", alarms in "
          + waiting.stream().map(each -> Duration.ofNanos(each.at - now)).toList()
          + "]";
    } finally {
      lock.unlock();
    }
  }

  private static final class FakeAlarm implements Alarm {

    static final Comparator<FakeAlarm> ORDER =
        Comparator.<FakeAlarm>comparingLong(each -> each.at).thenComparingLong(each -> each.number);

    private final FakeTime time;
    private final long at;
    private final long number;
    private final Runnable action;
    private boolean fired;

    FakeAlarm(FakeTime time, long at, long number, Runnable action) {
      this.time = time;
      this.at = at;
      this.number = number;
      this.action = action;
    }

    @Override
    public boolean cancel() {
      time.lock.lock();
      try {
        time.waiting.remove(this);
        return !fired;
      } finally {
        time.lock.unlock();
      }
    }

    @Override
    public boolean fired() {
      time.lock.lock();
      try {
        return fired;
      } finally {
        time.lock.unlock();
      }
    }
  }

  private static final int PATIENCE_SECONDS = 10;
}
