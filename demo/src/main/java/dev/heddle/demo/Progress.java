package dev.heddle.demo;

import dev.heddle.demo.common.Io;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Summary;
import java.time.Duration;
import java.util.Locale;

/** Shows how far a run is: a bar on a terminal, elsewhere a line now and then. */
final class Progress {

  private final Io io;
  private final Run<?> run;
  private final int count;
  private final boolean bar;
  private final long begun = System.nanoTime();
  private long lastLine = begun;
  private boolean drawn;

  /**
   * Begins now.
   *
   * @param bar whether a bar may be drawn, if there is a terminal
   */
  Progress(Io io, Run<?> run, int count, boolean bar) {
    this.io = io;
    this.run = run;
    this.count = count;
    this.bar = bar && io.terminal();
  }

  /** Shows the state of things, if it is time to. */
  void show() {
    Summary now = run.summary();
    if (bar) {
      io.out().print("\r" + bar(now) + " " + text(now) + CLEAR_TO_END);
      io.out().flush();
      drawn = true;
    } else if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
      lastLine = System.nanoTime();
      io.out().println(text(now));
    }
  }

  /** Takes the bar away. */
  void end() {
    if (drawn) {
      io.out().print("\r" + CLEAR_TO_END);
      io.out().flush();
    }
  }

  private String bar(Summary now) {
    // Connected is half the way, ended is all of it.
    long done = Math.max(now.connected(), now.ended()) + now.ended();
    int filled = (int) (done * WIDTH / (2L * count));
    return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
  }

  private String text(Summary now) {
    return String.format(
        Locale.ROOT,
        "%5.1f s: %d of %d connected, %d live, %d ended, %d failed",
        (System.nanoTime() - begun) / 1e9,
        now.connected(),
        count,
        now.live(),
        now.ended(),
        now.failed() + now.cancelled());
  }

  private static final int WIDTH = 30;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
  private static final String CLEAR_TO_END = "\u001b[K";
}
