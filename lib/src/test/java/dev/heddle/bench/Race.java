package dev.heddle.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs contenders for one task in turns, so that what else the machine does hits all alike, and
 * prints the median round of each and its ratio to the first.
 */
final class Race {

  /** So many tries of the task; starts and stops the watch around what counts. */
  interface Task {
    void run(Stopwatch watch, int tries) throws Exception;
  }

  /** What counts as a whole. */
  interface Op {
    void run() throws Exception;
  }

  /** Reading the clock costs as much as a small hash: it is read around all tries, not each. */
  static Task whole(Op op) {
    return (watch, tries) -> {
      watch.start();
      for (int i = 0; i < tries; i++) {
        op.run();
      }
      watch.stop();
    };
  }

  /** A null task stands for "cannot". */
  record Contender(String name, Task task) {}

  record Result(double micros, double bytes) {}

  private final int rounds;
  private final long roundNanos;

  Race(int rounds, long roundNanos) {
    this.rounds = rounds;
    this.roundNanos = roundNanos;
  }

  /** Results in the order of the contenders; null for one that cannot. */
  List<Result> run(List<Contender> contenders) throws Exception {
    int[] tries = new int[contenders.size()];
    for (int i = 0; i < tries.length; i++) {
      tries[i] = tries(contenders.get(i).task());
    }
    double[][] micros = new double[tries.length][rounds];
    double[][] bytes = new double[tries.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < tries.length; i++) {
        if (tries[i] == 0) {
          continue;
        }
        var watch = new Stopwatch();
        contenders.get(i).task().run(watch, tries[i]);
        micros[i][round] = watch.cpuNanos() / 1e3 / tries[i];
        bytes[i][round] = (double) watch.allocatedBytes() / tries[i];
      }
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < tries.length; i++) {
      results.add(tries[i] == 0 ? null : new Result(median(micros[i]), median(bytes[i])));
    }
    return results;
  }

  /**
   * Warms up for ten rounds' time and finds how many tries fill one round. By CPU time: on a
   * machine that others use, a second of the clock may be too little for the compiler to get to the
   * code.
   */
  private int tries(Task task) throws Exception {
    if (task == null) {
      return 0;
    }
    var whole = new Stopwatch();
    long done = 0;
    int step = 1;
    while (whole.cpuNanos() < 10 * roundNanos) {
      whole.start();
      task.run(new Stopwatch(), step);
      whole.stop();
      done += step;
      step = (int) Math.min(done, 1000);
    }
    return Math.clamp(done * roundNanos / whole.cpuNanos(), 1, 1_000_000);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static String header(String title, List<String> names) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-34s", title));
    for (String name : names) {
      line.append(String.format(Locale.ROOT, "%22s", name));
    }
    return line.toString();
  }

  static String row(String title, List<Result> results, boolean withBytes) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-34s", title));
    Result first = results.getFirst();
    for (Result each : results) {
      String ratio =
          each == null || first == null
              ? ""
              : String.format(Locale.ROOT, "%6.2f", each.micros() / first.micros());
      String bytes =
          each != null && withBytes ? String.format(Locale.ROOT, "%6.0f B", each.bytes()) : "";
      String micros = each == null ? "-" : String.format(Locale.ROOT, "%.2f", each.micros());
      line.append(String.format(Locale.ROOT, "%9s%6s", micros, ratio));
      line.append(String.format(Locale.ROOT, withBytes ? "%9s" : "%7s", bytes));
    }
    return line.toString().stripTrailing();
  }
}
