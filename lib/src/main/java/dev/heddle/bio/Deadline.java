package dev.heddle.bio;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A moment on the monotonic clock by which something must be done, or never. Immutable and safe for
 * all threads; nothing here blocks.
 */
public final class Deadline {
  private static final LongSupplier SYSTEM = System::nanoTime;
  private static final Deadline NEVER = new Deadline(false, 0, SYSTEM);

  private final boolean limited;
  private final long at;
  private final LongSupplier clock;

  private Deadline(boolean limited, long at, LongSupplier clock) {
    this.limited = limited;
    this.at = at;
    this.clock = clock;
  }

  /** The deadline that never passes. */
  public static Deadline never() {
    return NEVER;
  }

  /**
   * A time from now.
   *
   * @param time how long; zero or less has passed at once, more than 200 years is never
   */
  public static Deadline in(Duration time) {
    return in(time, SYSTEM);
  }

  /**
   * A time from now on a clock of the caller's.
   *
   * @param time how long; zero or less has passed at once, more than 200 years is never
   * @param clock nanoseconds from any origin, never running backwards, as {@link System#nanoTime}
   */
  public static Deadline in(Duration time, LongSupplier clock) {
    Objects.requireNonNull(clock, "clock");
    if (time.compareTo(LONGEST) > 0) {
      return NEVER;
    }
    long nanos = time.isNegative() ? 0 : time.toNanos();
    return new Deadline(true, clock.getAsLong() + nanos, clock);
  }

  /**
   * A moment of {@link System#nanoTime}.
   *
   * @param nanoTime the moment in nanoseconds
   */
  public static Deadline at(long nanoTime) {
    return at(nanoTime, SYSTEM);
  }

  /**
   * A moment of a clock of the caller's.
   *
   * @param nanos the moment in nanoseconds of that clock
   * @param clock nanoseconds from any origin, never running backwards
   */
  public static Deadline at(long nanos, LongSupplier clock) {
    return new Deadline(true, nanos, Objects.requireNonNull(clock, "clock"));
  }

  /** Whether this never passes. */
  public boolean isNever() {
    return !limited;
  }

  /** Whether the moment has come. */
  public boolean hasPassed() {
    return limited && at - clock.getAsLong() <= 0;
  }

  /** What is left in nanoseconds: 0 when it has passed, {@link Long#MAX_VALUE} for never. */
  public long remainingNanos() {
    return limited ? Math.max(0, at - clock.getAsLong()) : Long.MAX_VALUE;
  }

  /**
   * What is left in milliseconds, rounded up, as the receive timeout of a socket takes it; so 0
   * means that the moment has come, and a caller must not hand that 0 to a socket, where it means
   * no limit. {@link Integer#MAX_VALUE} stands for never and for anything longer.
   */
  public int remainingMillis() {
    long nanos = remainingNanos();
    long millis = nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** What is left: zero when it has passed, some 292 years for never. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** The earlier of the two; this one when they are equal. Both must be of the same clock. */
  public Deadline earlier(Deadline other) {
    if (!other.limited) {
      return this;
    }
    return !limited || other.at - at < 0 ? other : this;
  }

  @Override
  public String toString() {
    return limited ? "in " + remaining() : "never";
  }

  private static final Duration LONGEST = Duration.ofDays(200 * 365);
}
