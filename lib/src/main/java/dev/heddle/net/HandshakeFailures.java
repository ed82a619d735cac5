package dev.heddle.net;

import dev.heddle.fault.Category;
import dev.heddle.fault.FailureReport;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts failed handshakes by whose fault it was. */
final class HandshakeFailures {

  private static final Category[] CATEGORIES = Category.values();

  private final AtomicLongArray counts = new AtomicLongArray(CATEGORIES.length);

  void count(FailureReport failure) {
    counts.incrementAndGet(failure.fault().category().ordinal());
  }

  /** Those that have happened, unmodifiable. */
  Map<Category, Long> byCategory() {
    Map<Category, Long> some = new EnumMap<>(Category.class);
    for (Category each : CATEGORIES) {
      long count = counts.get(each.ordinal());
      if (count > 0) {
        some.put(each, count);
      }
    }
    return Collections.unmodifiableMap(some);
  }
}
