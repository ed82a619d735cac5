package dev.heddle.fanout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in bounded memory, whatever their number. Buckets grow with the values, {@value
 * #STEPS} to each doubling: what is read from it is at most 1/{@value #STEPS} too long. All threads
 * may use it.
 */
final class Histogram {
  private static final int STEPS = 64; // a power of two
  private static final int BITS = Integer.numberOfTrailingZeros(STEPS);

  private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - BITS) * STEPS);
  private final AtomicLong max = new AtomicLong();

  void add(Duration time) {
    long nanos = Math.max(0, time.toNanos());
    counts.incrementAndGet(bucket(nanos));
    max.accumulateAndGet(nanos, Math::max);
  }

  /** The usual percentiles; null if nothing was added. */
  Latency latency() {
    long count = 0;
    for (int i = 0; i < counts.length(); i++) {
      count += counts.get(i);
    }
    return count == 0
        ? null
        : new Latency(
            count, at(0.5, count), at(0.9, count), at(0.99, count), Duration.ofNanos(max.get()));
  }

  private Duration at(double share, long count) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    int bucket = 0;
    for (long seen = counts.get(0); seen < rank && bucket < counts.length() - 1; ) {
      seen += counts.get(++bucket);
    }
    return Duration.ofNanos(Math.min(highest(bucket), max.get()));
  }

  /** Below {@link #STEPS} each value has its own; then it is the leading bits. */
  private static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - 1 - BITS);
    return shift * STEPS + (int) (nanos >>> shift);
  }

  /** The highest value of a bucket. */
  private static long highest(int bucket) {
    if (bucket < 2 * STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((long) (bucket - shift * STEPS) + 1 << shift) - 1;
  }
}
