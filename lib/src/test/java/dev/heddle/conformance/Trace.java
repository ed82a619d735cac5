package dev.heddle.conformance;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Prints the lines, and leaves out "not yet" lines that only repeat the side's last one. */
final class Trace {

  private final PrintStream out;
  private final Map<Side, String> lastNotYet = new HashMap<>();

  Trace(PrintStream out) {
    this.out = out;
  }

  /** A line that is the result of an op. */
  void line(Op op, Side side, String text) {
    String line = decorated(op, side, text);
    lastNotYet.remove(side);
    raw(line);
  }

  /** As {@link #line}, of a call that is to be made again. */
  void notYet(Op op, Side side, String text) {
    String line = decorated(op, side, text);
    if (!line.equals(lastNotYet.put(side, line))) {
      raw(line);
    }
  }

  private static String decorated(Op op, Side side, String text) {
    return (op.informative() ? "~" : "") + side.prefix() + text;
  }

  /** Whatever comes next on this side is printed. */
  void forget(Side side) {
    lastNotYet.remove(side);
  }

  /** A line that belongs to no side. */
  void raw(String line) {
    out.println(line);
    out.flush();
  }
}
