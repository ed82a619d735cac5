package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Comparison.Spread;
import dev.heddle.demo.common.Machine;
import dev.heddle.demo.report.Numbers;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints what was found as a table of at most 120 columns, except for reasons. */
final class BenchTable {

  private final PrintStream out;

  BenchTable(PrintStream out) {
    this.out = out;
  }

  void print(BenchResult result) {
    out.println(
        "Java "
            + Runtime.version()
            + ", "
            + result.began().atOffset(ZoneOffset.UTC).format(WHEN)
            + "; "
            + Machine.description());
    result.versions().forEach((peer, version) -> out.println("  " + peer + ": " + version));
    out.println("  the other end: " + result.facing());
    out.println();
    line("", "", "heddle", "peer", "", "ratio", "lowest-highest", "expected");
    for (Row row : result.rows()) {
      if (BenchResult.isShown(row, result.rows())) {
        print(row);
      }
    }
    out.println();
    out.println(summary(result));
  }

  private void print(Row row) {
    if (row.isAbsent()) {
      out.println(String.format("%-28s%-10s%s", row.measure(), row.peer(), absence(row)));
      return;
    }
    Row.Found found = row.found();
    boolean alone = found.ratio().isEmpty();
    line(
        row.measure(),
        row.peer(),
        Numbers.number(found.ours()),
        alone ? "" : Numbers.number(found.value()),
        row.unit(),
        alone ? "" : ratio(found.ratio().getAsDouble()),
        alone ? spread(row.spread()) : ratios(row.spread()),
        verdict(row) + (row.note().isEmpty() ? "" : "  " + row.note()));
  }

  private static String absence(Row row) {
    return (row.failed() ? "FAILED: " : "absent: ") + row.note();
  }

  private void line(
      String measure,
      String peer,
      String ours,
      String theirs,
      String unit,
      String ratio,
      String spread,
      String rest) {
    out.println(
        String.format(
                "%-28s%-10s%10s%10s %-5s%7s  %-16s%s",
                measure, peer, ours, theirs, unit, ratio, spread, rest)
            .stripTrailing());
  }

  /** What was expected, and whether it was reached. */
  static String verdict(Row row) {
    if (!row.isJudged()) {
      return "";
    }
    double limit = row.expected().getAsDouble();
    String expected = row.isOurs() ? Numbers.number(limit) + " " + row.unit() : ratio(limit);
    return "<= " + expected + (row.isMissed() ? "  MISSED" : "  met");
  }

  private static String summary(BenchResult result) {
    long judged = result.judged();
    String met = (judged - result.missed()) + " of " + judged + " expectations met";
    return (result.quick() ? "a quick run: its figures mean nothing" : met)
        + (result.cutShort() ? "; cut short: this is what there was so far" : "");
  }

  private static String spread(Spread spread) {
    return Numbers.number(spread.lowest()) + "-" + Numbers.number(spread.highest());
  }

  private static String ratios(Spread spread) {
    return ratio(spread.lowest()) + "-" + ratio(spread.highest());
  }

  /** With three decimals, so that what is just above a limit does not look like it. */
  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.3f", ratio);
  }

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
}
