package dev.heddle.fanout;

import java.time.Duration;

/**
 * How long something took, over many: half of them at most {@link #p50}, and so on. Values are up
 * to 1.6 % too long but for {@link #max}, which is exact.
 *
 * @param count how many were measured, 1 or more
 * @param p50 the median
 * @param p90 what nine of ten did not exceed
 * @param p99 what 99 of 100 did not exceed
 * @param max the longest
 */
public record Latency(long count, Duration p50, Duration p90, Duration p99, Duration max) {

  /** {@code p50 1.2 ms, p90 3.4 ms, p99 20.1 ms, max 131 ms}. */
  @Override
  public String toString() {
    return "p50 "
        + Text.millis(p50)
        + ", p90 "
        + Text.millis(p90)
        + ", p99 "
        + Text.millis(p99)
        + ", max "
        + Text.millis(max);
  }
}
