package dev.heddle.demo;

import dev.heddle.demo.common.Agreed;
import dev.heddle.demo.common.Failure;
import dev.heddle.fault.Category;
import dev.heddle.ssl.Ssl;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what becomes of connections, while many threads work on them. */
final class Tally {

  /**
   * Failures of one category.
   *
   * @param example the message of the first
   */
  record Failures(int count, String example) {}

  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger reused = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final LongAccumulator lastHandshake = new LongAccumulator(Math::max, Long.MIN_VALUE);
  private final AtomicReference<String> negotiated = new AtomicReference<>();
  private final Map<Category, Failures> failures = new ConcurrentSkipListMap<>();
  private final ConcurrentHistogram latency = new ConcurrentHistogram(LONGEST_MICROS, 3);

  /** A handshake is done: the connection lives until {@link #gone}. */
  void connected(Ssl ssl, long handshakeNanos) {
    lastHandshake.accumulate(System.nanoTime());
    latency.recordValue(Math.clamp(handshakeNanos / 1000, 1, LONGEST_MICROS));
    if (negotiated.get() == null) {
      negotiated.compareAndSet(null, Agreed.text(ssl));
    }
    if (ssl.sessionReused()) {
      reused.incrementAndGet();
    }
    connected.incrementAndGet();
    int now = live.incrementAndGet();
    peak.accumulateAndGet(now, Math::max);
  }

  void gone() {
    live.decrementAndGet();
  }

  void failed(Failure failure) {
    failures.merge(
        failure.category(),
        new Failures(1, failure.getMessage()),
        (known, one) -> new Failures(known.count() + 1, known.example()));
  }

  /** Nothing more is to come of one connection. */
  void ended() {
    ended.incrementAndGet();
  }

  int connected() {
    return connected.get();
  }

  /** How many of them have resumed a session. */
  int reused() {
    return reused.get();
  }

  int endedCount() {
    return ended.get();
  }

  int live() {
    return live.get();
  }

  int peak() {
    return peak.get();
  }

  Map<Category, Failures> failures() {
    return failures;
  }

  int failed() {
    return failures.values().stream().mapToInt(Failures::count).sum();
  }

  /** When the last handshake was done, as {@link System#nanoTime}; only if there was one. */
  long lastHandshake() {
    return lastHandshake.get();
  }

  /** What the first connection has agreed on; null if there was none. */
  String negotiated() {
    return negotiated.get();
  }

  /** The times of handshakes, in microseconds. */
  Histogram latency() {
    return latency.copy();
  }

  private static final long LONGEST_MICROS = 3_600_000_000L;
}
