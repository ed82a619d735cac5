package dev.heddle.soak;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts connections by what happened to them and what came of it. For one thread at a time. */
final class Tally {

  private static final class Row {
    private int connections;
    private final Map<String, Integer> outcomes = new TreeMap<>();
  }

  private final Map<Trouble, Row> rows = new EnumMap<>(Trouble.class);
  private final Map<Hardship, Integer> hardships = new EnumMap<>(Hardship.class);
  private int connections;
  private int faults;
  private long bytes;

  void add(Connection connection) {
    boolean struck = connection.isHurt();
    connections++;
    faults += struck ? 1 : 0;
    Row row =
        rows.computeIfAbsent(
            struck ? connection.plan().trouble() : Trouble.NONE, trouble -> new Row());
    row.connections++;
    for (Party party : connection.parties()) {
      row.outcomes.merge(outcome(party), 1, Integer::sum);
      bytes += party.received();
    }
    connection.plan().hardships().forEach(each -> hardships.merge(each, 1, Integer::sum));
  }

  private static String outcome(Party party) {
    if (party.isContent()) {
      return "complete";
    }
    return party.fault() == null
        ? "not begun"
        : Trouble.Finding.of(party.fault()).name().toLowerCase(Locale.ROOT);
  }

  int connections() {
    return connections;
  }

  /** How many of them something happened to. */
  int faults() {
    return faults;
  }

  /** A line for each kind of fault, with how its ends came out. */
  String table() {
    StringBuilder text = new StringBuilder();
    rows.forEach(
        (trouble, row) -> {
          text.append(String.format("  %-16s %7d ", trouble, row.connections));
          row.outcomes.forEach((name, count) -> text.append("  " + name + " " + count));
          text.append('\n');
        });
    text.append("  hardships       ");
    hardships.forEach((each, count) -> text.append("  " + each + " " + count));
    return text.append("\n  bytes read and compared: " + bytes).append('\n').toString();
  }
}
