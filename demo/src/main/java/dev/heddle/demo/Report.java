package dev.heddle.demo;

import dev.heddle.demo.common.Lines;
import dev.heddle.fanout.Latency;
import dev.heddle.fanout.Summary;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * The table at the end of a run.
 *
 * @param round with two of them, the table tells full handshakes from resumed ones
 * @param asked how many connections there were to be
 * @param summary what became of them
 * @param tally examples of that
 * @param server what failed at the embedded server's end; null if there is none
 * @param begun when the first connection began, as {@link System#nanoTime}
 * @param cpuNanos processor time of the process until the last handshake; negative if not known
 * @param pinning what blocked carriers
 * @param cancelled whether the run was cut short
 */
record Report(
    Round round,
    int asked,
    Summary summary,
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
    row(out, "connected", summary.connected() + " of " + asked);
    if (round != Round.ONLY) {
      row(out, "  full", String.valueOf(summary.full()));
      row(out, "  resumed", String.valueOf(summary.resumed()));
    }
    row(out, "failed", String.valueOf(tally.failed()));
    failures(out, tally);
    if (server != null && !cancelled && server.failed() > 0) {
      row(out, "failed at the server", String.valueOf(server.failed()));
      failures(out, server);
    }
    if (summary.connected() > 0) {
      handshakes(out);
    }
    row(out, "peak live connections", String.valueOf(summary.peak()));
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
            summary.connected() / seconds,
            seconds));
    Latency latency = summary.handshake();
    row(
        out,
        "handshake latency",
        String.format(
            Locale.ROOT,
            "p50 %s, p90 %s, p99 %s, max %s%s",
            millis(latency.p50()),
            millis(latency.p90()),
            millis(latency.p99()),
            millis(latency.max()),
            server == null ? "" : " (all began at once)"));
    if (cpuNanos >= 0) {
      row(
          out,
          "CPU per handshake",
          millis(Duration.ofNanos(cpuNanos / summary.connected()))
              + (server == null ? " (all of this process)" : " (both ends together)"));
    }
  }

  /** Milliseconds, with a fraction where it matters. */
  static String millis(Duration time) {
    double millis = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static void row(PrintStream out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-22s %s", name, value).stripTrailing());
  }
}
