package dev.heddle.fanout;

import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import dev.heddle.net.ConnectionInfo;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of a run, while many threads work on it; a {@link Summary} is read off. */
final class Tally {

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder jobsFailed = new LongAdder();
  private final LongAdder full = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final Map<Category, AtomicLong> categories = counters(Category.class);
  private final Map<Phase, AtomicLong> phases = counters(Phase.class);
  private final Histogram handshakes = new Histogram();
  private final Histogram totals = new Histogram();

  /** A handshake is done: the connection lives until {@link #closed}. */
  void connected(ConnectionInfo info) {
    (info.resumed() ? resumed : full).increment();
    peak.accumulateAndGet(live.incrementAndGet(), Math::max);
  }

  void closed() {
    live.decrementAndGet();
  }

  void retried() {
    retries.increment();
  }

  /** Nothing more is to come of one target. */
  void ended(Result<?> result) {
    Duration handshake = result.info() == null ? null : result.handshake();
    if (handshake != null) {
      handshakes.add(handshake);
    }
    if (result.failure() != null) {
      categories.get(result.failure().fault().category()).incrementAndGet();
      phases.get(result.failure().phase()).incrementAndGet();
    } else if (result.jobFailure() != null) {
      jobsFailed.increment();
    } else {
      succeeded.increment();
      totals.add(result.total());
    }
  }

  Summary summary(Duration elapsed) {
    return new Summary(
        succeeded.sum(),
        jobsFailed.sum(),
        positive(categories, Category.class),
        positive(phases, Phase.class),
        full.sum(),
        resumed.sum(),
        retries.sum(),
        live.get(),
        peak.get(),
        handshakes.latency(),
        totals.latency(),
        elapsed);
  }

  private static <K extends Enum<K>> Map<K, AtomicLong> counters(Class<K> type) {
    Map<K, AtomicLong> all = new EnumMap<>(type);
    for (K each : type.getEnumConstants()) {
      all.put(each, new AtomicLong());
    }
    return all;
  }

  private static <K extends Enum<K>> Map<K, Long> positive(
      Map<K, AtomicLong> counters, Class<K> type) {
    Map<K, Long> all = new EnumMap<>(type);
    counters.forEach(
        (key, counter) -> {
          if (counter.get() > 0) {
            all.put(key, counter.get());
          }
        });
    return all;
  }
}
