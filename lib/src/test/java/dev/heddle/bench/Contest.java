package dev.heddle.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The same work for both libraries, round by round: a row of CPU time, a row of allocation. */
final class Contest {

  /** One library's share of a round. */
  interface Work {
    Cost run() throws Exception;
  }

  /** Divides nanoseconds, and bytes. */
  private final double units;

  private final Work ours;
  private final Work theirs;
  private final Comparison cpu;
  private final Comparison allocated;

  private Contest(Comparison cpu, Comparison allocated, double units, Work ours, Work theirs) {
    this.cpu = cpu;
    this.allocated = allocated;
    this.units = units;
    this.ours = ours;
    this.theirs = theirs;
  }

  /**
   * In microseconds and kilobytes of one handshake.
   *
   * @param count the handshakes of each share of a round
   */
  static Contest ofHandshakes(String title, int count, Work ours, Work theirs) {
    return new Contest(
        new Comparison(title + ", µs"),
        new Comparison(title + ", KB allocated"),
        1e3 * count,
        ours,
        theirs);
  }

  /**
   * In milliseconds and megabytes of a gigabyte.
   *
   * @param bytes that each share of a round moves
   */
  static Contest ofBytes(String title, long bytes, Work ours, Work theirs) {
    return new Contest(
        new Comparison(title + ", ms"),
        new Comparison(title + ", MB allocated"),
        1e6 * bytes / 1e9,
        ours,
        theirs);
  }

  /**
   * Lets contests take turns, and in each of them the libraries; the one that begins changes from
   * round to round.
   *
   * @param warmUp rounds before those that count
   * @param progress told of every round
   */
  static List<Comparison> run(List<Contest> contests, int warmUp, int rounds, PrintStream progress)
      throws Exception {
    for (int round = 1 - warmUp; round <= rounds; round++) {
      List<String> took = new ArrayList<>();
      for (Contest contest : contests) {
        took.add(contest.round(round % 2 == 0, round > 0));
      }
      progress.println(
          (round > 0 ? "round " + round + " of " + rounds : "warming up")
              + ": "
              + String.join("; ", took));
    }
    return contests.stream().flatMap(Contest::rows).toList();
  }

  /** Lets both do it, one after the other; answers what that took. */
  private String round(boolean oursFirst, boolean counts) throws Exception {
    Cost first = (oursFirst ? ours : theirs).run();
    Cost second = (oursFirst ? theirs : ours).run();
    Cost our = oursFirst ? first : second;
    Cost their = oursFirst ? second : first;
    if (counts) {
      cpu.add(our.cpuNanos() / units, their.cpuNanos() / units);
      allocated.add(our.allocated() / units, their.allocated() / units);
    }
    return String.format(
        Locale.ROOT, "%s %.0f %.0f", cpu.title(), our.cpuNanos() / units, their.cpuNanos() / units);
  }

  private Stream<Comparison> rows() {
    return Stream.of(cpu, allocated);
  }
}
