package dev.heddle.fanout;

import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * When and how often to connect again. Only connecting is repeated, never a job: nobody but its
 * author knows whether it may be done twice.
 *
 * <p>What deserves another attempt is what may have passed by then: a transport that failed, a
 * limit that ran out, a stream that was cut off, all before the handshake was done. What the peer
 * would say again does not: a certificate, an alert, no common ground, a broken protocol.
 *
 * <p>The pauses grow exponentially, with full jitter: before retry {@code n} it is any time from 0
 * to {@code first · 2^(n-1)}, but to {@code longest} at most. So those that failed together do not
 * come back together.
 *
 * @param retries how many attempts follow the first, 0 to 100
 * @param first the longest pause before the first of them, more than 0
 * @param longest the longest pause of all, not less than {@code first}
 */
public record Retry(int retries, Duration first, Duration longest) {

  private static final int MOST = 100;
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Retry DEFAULTS =
      new Retry(2, Duration.ofMillis(500), Duration.ofSeconds(10));

  /**
   * A policy of one's own.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Retry {
    if (retries < 0 || retries > MOST) {
      throw new IllegalArgumentException("retries must be 0 to " + MOST + ", not " + retries);
    }
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("first pause must be more than 0, not " + first);
    }
    if (Objects.requireNonNull(longest, "longest").compareTo(first) < 0
        || longest.compareTo(A_DAY) > 0) {
      throw new IllegalArgumentException(
          "longest pause must be " + first + " to " + A_DAY + ", not " + longest);
    }
  }

  /** Two retries, the first within half a second. */
  public static Retry defaults() {
    return DEFAULTS;
  }

  /** One attempt and no more. */
  public static Retry none() {
    return DEFAULTS.withRetries(0);
  }

  /** The same with another number of {@link #retries}. */
  public Retry withRetries(int number) {
    return new Retry(number, first, longest);
  }

  /** The same with another {@link #first} pause. */
  public Retry withFirst(Duration pause) {
    return new Retry(retries, pause, longest);
  }

  /** The same with another {@link #longest} pause. */
  public Retry withLongest(Duration pause) {
    return new Retry(retries, first, pause);
  }

  /** Whether this failure to connect may have passed by the next attempt. */
  public static boolean isWorthwhile(FailureReport failure) {
    if (failure.phase() == Phase.DATA || failure.phase() == Phase.SHUTDOWN) {
      return false;
    }
    return switch (failure.fault().category()) {
      case TRANSPORT, TIMEOUT, TRUNCATED -> true;
      case PEER_ALERT,
          PROTOCOL,
          REFUSED,
          INCOMPATIBLE,
          NOT_TLS,
          CERTIFICATE,
          CANCELLED,
          MISUSE,
          INTERNAL ->
          false;
    };
  }

  /**
   * The pause before an attempt.
   *
   * @param number which retry, from 1
   */
  Duration pause(int number, RandomGenerator random) {
    long ceiling = longest.toNanos();
    if (number < Long.SIZE && first.toNanos() <= ceiling >> number - 1) {
      ceiling = first.toNanos() << number - 1;
    }
    return Duration.ofNanos(random.nextLong(ceiling + 1));
  }
}
