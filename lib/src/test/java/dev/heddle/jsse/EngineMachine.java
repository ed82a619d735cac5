package dev.heddle.jsse;

import dev.heddle.drivers.Face;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives our SSLEngine against the JDK's, as client and as server, and against itself: two engines
 * and two pipes in memory, and chance, which decides at every step what an application does next.
 * Everything comes from the seed, so a run can be repeated.
 *
 * <p>{@link MachinePlan} is what the engines are set to, {@link MachineEnd} an application, {@link
 * MachineModel} the promises that each call is held to, {@link MachineVerdict} those of a whole
 * connection.
 */
public final class EngineMachine {

  /** Whose engines meet. */
  private record Pair(Face client, Face server) {}

  private static final int MOST_FAILURES = 5;
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private final PrintStream out;
  private final MachineOptions options;
  private final MachineTally tally = new MachineTally();
  private final List<String> wrong = new ArrayList<>();

  private EngineMachine(PrintStream out, MachineOptions options) {
    this.out = out;
    this.options = options;
  }

  public static void main(String[] arguments) {
    MachineOptions options;
    try {
      options = MachineOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("EngineMachine: " + e.getMessage());
      System.err.print(MachineOptions.HELP);
      System.exit(2);
      return;
    }
    if (options == null) {
      System.out.print(MachineOptions.HELP);
      return;
    }
    EngineMachine machine = new EngineMachine(System.out, options);
    machine.run();
    System.exit(machine.wrong.isEmpty() ? 0 : 1);
  }

  /** Runs it within a test; what was counted. */
  static MachineTally run(PrintStream out, MachineOptions options) {
    EngineMachine machine = new EngineMachine(out, options);
    machine.run();
    if (!machine.wrong.isEmpty()) {
      throw new AssertionError(String.join("\n", machine.wrong));
    }
    return machine.tally;
  }

  private void run() {
    out.println("EngineMachine --seed " + options.seed() + " on Java " + Runtime.version());
    long begin = System.nanoTime();
    long lastLine = begin;
    long end = begin + options.seconds() * 1_000_000_000L;
    List<Pair> pairs = pairs();
    int runs = 0;
    while (wrong.size() < MOST_FAILURES
        && System.nanoTime() < end
        && (options.runs() == 0 || runs < options.runs())) {
      long seed = options.seed() + runs;
      Pair pair = pairs.get((int) (seed % pairs.size()));
      run(seed, pair);
      runs++;
      if (System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
        lastLine = System.nanoTime();
        out.printf(
            "%5d s  %d seeds, %d connections, %d steps%n",
            (lastLine - begin) / 1_000_000_000L, runs, tally.connections(), tally.steps());
      }
    }
    out.print(runs + " seeds, " + tally);
    out.println((wrong.isEmpty() ? "passed" : "FAILED") + ", --seed " + options.seed());
  }

  private void run(long seed, Pair pair) {
    try {
      new MachineRun(seed, pair.client(), pair.server(), tally).run();
    } catch (AssertionError e) {
      String again =
          "--seed " + seed + " --runs 1 --client " + pair.client() + " --server " + pair.server();
      wrong.add(e.getMessage() + "\nagain by " + again);
      out.println("WRONG: " + wrong.getLast());
      e.getCause().printStackTrace(out);
    }
  }

  private List<Pair> pairs() {
    if (options.client() != null && options.server() != null) {
      return List.of(new Pair(options.client(), options.server()));
    }
    List<Pair> pairs = new ArrayList<>();
    for (Face client : Face.values()) {
      for (Face server : Face.values()) {
        if ((options.client() == null || options.client() == client)
            && (options.server() == null || options.server() == server)
            && (client == Face.HEDDLE || server == Face.HEDDLE)) {
          pairs.add(new Pair(client, server));
        }
      }
    }
    return pairs;
  }
}
