package dev.heddle.demo.jdbc;

import dev.heddle.demo.common.Lines;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The table at the end: a column for each factory. */
final class ResultTable {

  private final PrintStream out;
  private final Map<Plug, Outcome> outcomes;

  ResultTable(PrintStream out, Map<Plug, Outcome> outcomes) {
    this.out = out;
    this.outcomes = outcomes;
  }

  void print() {
    StringBuilder head = new StringBuilder(" ".repeat(NAME));
    outcomes.keySet().forEach(plug -> head.append(String.format("%" + COLUMN + "s", plug.title())));
    out.println(head);
    row("queries", each -> String.valueOf(each.queries()));
    row("failed", each -> String.valueOf(each.failures()));
    row("queries per second", each -> number("%.0f", each.queriesPerSecond()));
    row("latency p50", each -> millis(each, 50));
    row("latency p90", each -> millis(each, 90));
    row("latency p99", each -> millis(each, 99));
    row("latency max", each -> millis(each, 100));
    row("CPU per query", each -> number("%.0f us", each.cpuMicrosPerQuery()));
    row("handshakes, full", each -> String.valueOf(each.fullHandshakes()));
    row("handshakes, resumed", each -> String.valueOf(each.resumedHandshakes()));
    outcomes.forEach(
        (plug, outcome) -> {
          out.println(plug.title() + " agreed on " + outcome.agreed());
          if (outcome.example() != null) {
            out.println(plug.title() + " failed: " + Lines.oneLine(outcome.example()));
          }
        });
  }

  private void row(String name, Function<Outcome, String> value) {
    StringBuilder line = new StringBuilder(String.format("%-" + NAME + "s", name));
    outcomes
        .values()
        .forEach(each -> line.append(String.format("%" + COLUMN + "s", value.apply(each))));
    out.println(line);
  }

  private static String millis(Outcome outcome, double percentile) {
    return number("%.2f ms", outcome.millisAt(percentile));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static final int NAME = 20;
  private static final int COLUMN = 14;
}
