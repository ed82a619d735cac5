package dev.heddle.jsse;

import java.util.Map;
import java.util.TreeMap;

/** Counts what happened, so that a run that shows nothing is seen to be one. */
final class MachineTally {

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private long steps;
  private long bytes;
  private int connections;

  void add(long more) {
    steps += more;
  }

  void add(MachinePlan plan, MachineTrouble trouble, MachineEnd client, MachineEnd server) {
    connections++;
    bytes += client.model().received() + server.model().received();
    String kind = plan.mustFail() ? "no common ground" : trouble.kind().toString();
    outcomes.merge(kind + ": " + outcome(client) + ", " + outcome(server), 1, Integer::sum);
  }

  private static String outcome(MachineEnd end) {
    MachineModel model = end.model();
    return model.failure() != null
        ? "failed"
        : !model.isFinished() ? "unfinished" : model.isCloseSeen() ? "complete" : "cut";
  }

  long steps() {
    return steps;
  }

  int connections() {
    return connections;
  }

  /** Those that both ends completed. */
  int complete() {
    return count("complete, complete");
  }

  /** Those that failed, and both ends said so. */
  int failed() {
    return count("failed, failed");
  }

  private int count(String outcome) {
    return outcomes.entrySet().stream()
        .filter(each -> each.getKey().endsWith(outcome))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%d connections, %d steps, %d bytes received%n".formatted(connections, steps, bytes));
    outcomes.forEach((kind, count) -> text.append("  %7d  %s%n".formatted(count, kind)));
    return text.toString();
  }
}
