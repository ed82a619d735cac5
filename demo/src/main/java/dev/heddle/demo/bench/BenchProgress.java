package dev.heddle.demo.bench;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells how far a run is: on a terminal in one line that is drawn again, elsewhere in a line for
 * each measure and round.
 */
final class BenchProgress {

  private final PrintStream err;
  private final boolean terminal;
  private final long begun = System.nanoTime();
  private int measures;
  private int at;
  private String name;

  BenchProgress(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  void begin(int count) {
    measures = count;
  }

  /** The next measure begins. */
  void measure(String which) {
    at++;
    name = which;
  }

  /**
   * The next step of the measure begins.
   *
   * @param done the share of the measure that is done
   */
  void step(String what, double done) {
    String text = String.format(Locale.ROOT, "%d of %d: %s, %s", at, measures, name, what);
    String line = text + left((at - 1 + done) / measures);
    if (terminal) {
      err.print("\r" + line + CLEAR_TO_END);
      err.flush();
    } else {
      err.println(line);
    }
  }

  /** Something that is not a step. */
  void complaint(String what) {
    err.println((terminal ? "\r" + CLEAR_TO_END : "") + what);
  }

  void end() {
    if (terminal) {
      err.print("\r" + CLEAR_TO_END);
      err.flush();
    }
  }

  private String left(double share) {
    if (share < LEAST_SHARE) {
      return "";
    }
    double seconds = (System.nanoTime() - begun) / 1e9 * (1 - share) / share;
    return seconds < 90
        ? String.format(Locale.ROOT, "; about %.0f s left", seconds)
        : String.format(Locale.ROOT, "; about %.0f min left", seconds / 60);
  }

  /** Before this much is done, nobody can tell how long it will take. */
  private static final double LEAST_SHARE = 0.02;

  private static final String CLEAR_TO_END = "\u001b[K";
}
