package dev.heddle.demo.bench;

import dev.heddle.demo.common.Machine;
import dev.heddle.demo.report.DataTable;
import dev.heddle.demo.report.Figure;
import dev.heddle.demo.report.Numbers;
import dev.heddle.demo.report.Page;
import dev.heddle.demo.report.RangeChart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was found as a page: for each measure the peers' values with their spread, what is expected,
 * and who is absent and why.
 */
final class BenchPage {

  private final BenchResult result;

  /** What is measured, by the quantities' names. */
  private final Map<String, String> abouts = new HashMap<>();

  private final Page page;

  private BenchPage(BenchResult result, List<Measure> measures) {
    this.result = result;
    for (Measure measure : measures) {
      measure.quantities().forEach(each -> abouts.put(each.name(), measure.about()));
    }
    this.page = new Page(headline(result), result.began(), words(result), result.cutShort());
  }

  /**
   * The page's text.
   *
   * @param measures those of the rows, and any others
   */
  static String of(BenchResult result, List<Measure> measures) {
    return new BenchPage(result, measures).write();
  }

  private static String headline(BenchResult result) {
    long judged = result.judged();
    return result.quick() || judged == 0
        ? "What this library costs, beside its peers"
        : Numbers.count(judged - result.missed())
            + " of "
            + Numbers.count(judged, "expectation")
            + " met";
  }

  private static String words(BenchResult result) {
    return (result.quick() ? "A quick run, whose figures mean nothing. " : "")
        + "This library beside its peers, each in a process of its own and by turns, facing "
        + result.facing()
        + ". Bars are"
        + " medians of the rounds, lines go from the lowest round to the highest; less is better.";
  }

  private String write() {
    List<Figure> figures = new ArrayList<>();
    if (result.judged() > 0) {
      figures.add(new Figure("met", Numbers.count(result.judged() - result.missed())));
      figures.add(new Figure("missed", Numbers.count(result.missed())));
    }
    figures.add(new Figure("peers", Numbers.count(result.versions().size() - 1)));
    page.figures(figures);
    byQuantity().forEach(this::section);
    page.section("Who was measured", null);
    page.table(
        new DataTable(
            List.of("peer", "program"),
            result.versions().entrySet().stream()
                .map(each -> List.of(each.getKey(), each.getValue()))
                .toList()),
        "The peers, and their versions");
    page.endSection();
    return page.end("Java " + Runtime.version() + ", " + Machine.description());
  }

  private Map<String, List<Row>> byQuantity() {
    Map<String, List<Row>> rows = new LinkedHashMap<>();
    result
        .rows()
        .forEach(row -> rows.computeIfAbsent(row.measure(), any -> new ArrayList<>()).add(row));
    return rows;
  }

  private void section(String quantity, List<Row> rows) {
    List<Row> present = rows.stream().filter(row -> !row.isAbsent()).toList();
    page.section(quantity, abouts.get(quantity));
    String verdicts = verdicts(present);
    if (!verdicts.isEmpty()) {
      page.words(verdicts);
    }
    if (!present.isEmpty()) {
      RangeChart chart =
          new RangeChart(
              quantity,
              quantity,
              present.getFirst().unit(),
              present.stream().map(BenchPage::range).toList(),
              limits(present));
      page.chart(chart.svg());
    }
    for (Row row : rows) {
      if (row.isAbsent()) {
        page.words(row.peer() + (row.failed() ? " has failed: " : " is absent: ") + row.note());
      } else if (!row.note().isEmpty()) {
        page.words(row.peer() + ": " + row.note());
      }
    }
    page.foldedTable(table(rows), quantity);
    page.endSection();
  }

  private static String verdicts(List<Row> present) {
    return present.stream()
        .filter(Row::isJudged)
        .map(
            row ->
                (row.isOurs()
                        ? "Ours is " + Numbers.number(row.found().ours()) + " " + row.unit()
                        : BenchTable.ratio(row.found().ratio().getAsDouble())
                            + " times "
                            + row.peer())
                    + ", expected "
                    + BenchTable.verdict(row)
                    + ".")
        .collect(Collectors.joining(" "));
  }

  private static RangeChart.Range range(Row row) {
    Row.Found found = row.found();
    boolean missed = row.isOurs() && row.isMissed();
    return new RangeChart.Range(
        row.peer(),
        found.valueSpread().lowest(),
        found.value(),
        found.valueSpread().highest(),
        missed ? "bad" : row.isOurs() ? "good" : "pending");
  }

  private static List<RangeChart.Limit> limits(List<Row> present) {
    return present.stream()
        .filter(Row::isJudged)
        .map(
            row -> {
              double limit = row.expected().getAsDouble();
              String number = Numbers.number(limit);
              return row.isOurs()
                  ? new RangeChart.Limit(limit, "at most " + number + " " + row.unit())
                  : new RangeChart.Limit(
                      limit * row.found().value(), "at most " + number + " times " + row.peer());
            })
        .toList();
  }

  private static DataTable table(List<Row> rows) {
    return new DataTable(
        List.of("peer", "value", "lowest to highest", "ratio", "of the ratio", "expected"),
        rows.stream().filter(row -> !row.isAbsent()).map(BenchPage::cells).toList());
  }

  private static List<String> cells(Row row) {
    Row.Found found = row.found();
    boolean alone = found.ratio().isEmpty();
    return List.of(
        row.peer(),
        Numbers.number(found.value()) + " " + row.unit(),
        Numbers.number(found.valueSpread().lowest())
            + " to "
            + Numbers.number(found.valueSpread().highest()),
        alone ? "" : BenchTable.ratio(found.ratio().getAsDouble()),
        alone
            ? ""
            : BenchTable.ratio(found.ratioSpread().lowest())
                + " to "
                + BenchTable.ratio(found.ratioSpread().highest()),
        BenchTable.verdict(row));
  }
}
