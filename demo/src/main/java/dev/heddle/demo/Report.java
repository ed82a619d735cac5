package dev.heddle.demo;

import dev.heddle.demo.common.Lines;
import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The table at the end of a run.
 *
 * @param round with two of them, the table tells full handshakes from resumed ones
 * @param asked how many connections there were to be
 * @param tally what became of them
 * @param server what failed at the embedded server's end; null if there is none
 * @param begun when the first connection began, as {@link System#nanoTime}
 * @param cpuNanos processor time of the process until the last handshake; negative if not known
 * @param pinning what blocked carriers
 * @param cancelled whether the run was cut short
 */
record Report(
    Round round,
    int asked,
    Tally tally,
    Tally server,
    long begun,
    long cpuNanos,
    Pinning pinning,
    boolean cancelled) {

  /** Whether nothing failed and nothing was pinned. */
  boolean good() {
    return tally.failed() == 0
        && (server == null || server.failed() == 0)
        && pinning.ours() == 0
        && !cancelled;
  }

  void print(PrintStream out) {
    if (cancelled) {
      row(out, "cut short", "this is what there was so far");
    }
    row(out, "connected", tally.connected() + " of " + asked);
    if (round != Round.ONLY) {
      row(out, "  full", String.valueOf(tally.connected() - tally.reused()));
      row(out, "  resumed", String.valueOf(tally.reused()));
    }
    row(out, "failed", String.valueOf(tally.failed()));
    failures(out, tally);
    if (server != null && !cancelled && server.failed() > 0) {
      row(out, "failed at the server", String.valueOf(server.failed()));
      failures(out, server);
    }
    if (tally.connected() > 0) {
      handshakes(out);
    }
    row(out, "peak live connections", String.valueOf(tally.peak()));
    row(out, "pinned carriers", String.valueOf(pinning.ours()));
    if (pinning.example() != null) {
      row(out, "", pinning.example());
    }
    if (pinning.loading() > 0) {
      row(out, "pinned loading classes", pinning.loading() + " (once a class, not counted)");
    }
    if (pinning.others() > 0) {
      row(out, "pinned by others", pinning.others() + " (the JDK's own, not counted)");
    }
  }

  private static void failures(PrintStream out, Tally tally) {
    tally
        .failures()
        .forEach(
            (category, failures) ->
                row(
                    out,
                    "  " + category,
                    failures.count() + ", for example: " + Lines.oneLine(failures.example())));
  }

  private void handshakes(PrintStream out) {
    double seconds = Math.max(tally.lastHandshake() - begun, 1) / 1e9;
    row(out, "agreed on", tally.negotiated());
    row(
        out,
        "handshakes",
        String.format(
            Locale.ROOT,
            "%.0f per second (%.2f s from the first connect to the last handshake)",
            tally.connected() / seconds,
            seconds));
    Histogram latency = tally.latency();
    row(
        out,
        "handshake latency",
        String.format(
            Locale.ROOT,
            "p50 %s, p90 %s, p99 %s, max %s%s",
            millis(latency.getValueAtPercentile(50)),
            millis(latency.getValueAtPercentile(90)),
            millis(latency.getValueAtPercentile(99)),
            millis(latency.getMaxValue()),
            server == null ? "" : " (all began at once)"));
    if (cpuNanos >= 0) {
      row(
          out,
          "CPU per handshake",
          millis(cpuNanos / 1000 / tally.connected())
              + (server == null ? " (all of this process)" : " (both ends together)"));
    }
  }

  /** Microseconds as milliseconds, with a fraction where it matters. */
  static String millis(long micros) {
    String format = micros < 100_000 ? "%.1f ms" : "%.0f ms";
    return String.format(Locale.ROOT, format, micros / 1e3);
  }

  private static void row(PrintStream out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-22s %s", name, value).stripTrailing());
  }
}
