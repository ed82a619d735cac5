package dev.heddle.demo.jdbc;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What came of all rounds with one factory. The rounds' threads add to it at the same time. */
final class Outcome {

  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final LongAdder full = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<String> example = new AtomicReference<>();
  private volatile String agreed = "";
  private long nanos; // of the one thread that runs rounds
  private long cpuNanos;

  /** A query was answered. */
  void answered(long queryNanos) {
    micros.recordValue(Math.min(queryNanos / 1000, LONGEST_MICROS));
  }

  void connected(Sessions.Made made) {
    (made.resumed() ? resumed : full).increment();
    agreed = made.agreed();
  }

  void failed(Exception e) {
    failed.increment();
    example.compareAndSet(null, String.valueOf(e.getMessage()));
  }

  /** A round is over. */
  void took(long roundNanos, long roundCpuNanos) {
    nanos += roundNanos;
    cpuNanos += roundCpuNanos;
  }

  long queries() {
    return micros.getTotalCount();
  }

  long failures() {
    return failed.sum();
  }

  /** The first failure's message; null if there was none. */
  String example() {
    return example.get();
  }

  long fullHandshakes() {
    return full.sum();
  }

  long resumedHandshakes() {
    return resumed.sum();
  }

  /** Version and suite of the last connection; empty if there was none. */
  String agreed() {
    return agreed;
  }

  double queriesPerSecond() {
    return nanos == 0 ? 0 : queries() * 1e9 / nanos;
  }

  double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  double cpuMicrosPerQuery() {
    return queries() == 0 ? 0 : cpuNanos / 1e3 / queries();
  }

  private static final long LONGEST_MICROS = 3_600_000_000L;
}
