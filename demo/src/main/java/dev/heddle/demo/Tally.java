package dev.heddle.demo;

import dev.heddle.demo.common.Agreed;
import dev.heddle.fault.Category;
import dev.heddle.net.ConnectionInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;

/** What the summary of a run does not have: examples, while many threads work on them. */
final class Tally {

  /**
   * Failures of one category.
   *
   * @param example the message of the first
   */
  record Failures(int count, String example) {}

  private final LongAccumulator lastHandshake = new LongAccumulator(Math::max, Long.MIN_VALUE);
  private final AtomicReference<String> negotiated = new AtomicReference<>();
  private final Map<Category, Failures> failures = new ConcurrentSkipListMap<>();

  /** A handshake is done, just now. */
  void connected(ConnectionInfo info) {
    lastHandshake.accumulate(System.nanoTime());
    if (negotiated.get() == null) {
      negotiated.compareAndSet(null, Agreed.text(info));
    }
  }

  void failed(Category category, String message) {
    failures.merge(
        category,
        new Failures(1, message),
        (known, one) -> new Failures(known.count() + 1, known.example()));
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
}
