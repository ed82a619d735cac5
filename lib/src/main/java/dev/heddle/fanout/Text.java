package dev.heddle.fanout;

import java.time.Duration;
import java.util.Locale;

/** How this package writes numbers and rows, whatever the locale. */
final class Text {

  /** Milliseconds, with a fraction where it matters. */
  static String millis(Duration time) {
    double millis = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** A name and what there is to say of it, in columns. */
  static String row(String name, String value) {
    return String.format(Locale.ROOT, "%-16s %s%n", name, value);
  }

  private Text() {}
}
