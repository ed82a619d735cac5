package dev.heddle.jsse;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last steps of a run, to be shown when it has gone wrong. */
final class MachineTrace {

  private static final int KEPT = 60;

  private final Deque<String> last = new ArrayDeque<>();
  private long steps;

  void step(String what) {
    steps++;
    last.addLast(steps + " " + what);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
  }

  long steps() {
    return steps;
  }

  @Override
  public String toString() {
    return String.join("\n", last);
  }
}
