package dev.heddle.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Draws a bar for each of some values that belong together, one below another, with a line from the
 * lowest to the highest that were measured, and limits as upright lines through all of them; as
 * SVG.
 */
public final class RangeChart {

  /**
   * A bar.
   *
   * @param middle where it ends
   * @param look its class in the style sheet: {@code good}, {@code pending} or {@code bad}
   */
  public record Range(String name, double lowest, double middle, double highest, String look) {}

  /** An upright line. */
  public record Limit(double at, String words) {}

  private final String id;
  private final String title;
  private final String unit;
  private final List<Range> ranges;
  private final List<Limit> limits;
  private final double full;

  /**
   * A chart.
   *
   * @param id what no other chart of the page is called
   * @param ranges at least one
   */
  public RangeChart(String id, String title, String unit, List<Range> ranges, List<Limit> limits) {
    this.id = id;
    this.title = title;
    this.unit = unit;
    this.ranges = ranges;
    this.limits = limits;
    double most =
        DoubleStream.concat(
                ranges.stream().mapToDouble(Range::highest), limits.stream().mapToDouble(Limit::at))
            .max()
            .orElseThrow();
    this.full = most > 0 ? most * MARGIN : 1;
  }

  /** The chart. */
  public String svg() {
    int base = ranges.size() * ROW;
    Markup svg = new Markup();
    svg.open(
            "svg",
            "class",
            "bars",
            "role",
            "img",
            "width",
            "100%",
            "height",
            base + (limits.size() + 1) * LINE,
            "aria-labelledby",
            id + "-title " + id + "-desc")
        .element("title", title, "id", id + "-title")
        .element("desc", words(), "id", id + "-desc");
    for (int i = 0; i < ranges.size(); i++) {
      draw(svg, ranges.get(i), i * ROW);
    }
    for (int i = 0; i < limits.size(); i++) {
      draw(svg, limits.get(i), base + (i + 1) * LINE - 4);
    }
    String axis = "a full bar is " + number(full);
    int below = base + (limits.size() + 1) * LINE - 4;
    svg.element("text", axis, "class", "axis", "x", "100%", "y", below, "text-anchor", "end");
    return svg.close().toString();
  }

  private void draw(Markup svg, Range range, int top) {
    svg.element("text", range.name(), "class", "name", "y", top + 14)
        .element(
            "text",
            value(range),
            "class",
            "value",
            "x",
            "100%",
            "y",
            top + 14,
            "text-anchor",
            "end");
    bar(svg, "track", full, top);
    bar(svg, range.look(), range.middle(), top);
    svg.open(
            "line",
            "class",
            "spread",
            "x1",
            percent(range.lowest()),
            "x2",
            percent(range.highest()),
            "y1",
            top + BAR + HEIGHT / 2,
            "y2",
            top + BAR + HEIGHT / 2)
        .close();
  }

  private void bar(Markup svg, String look, double to, int top) {
    svg.open("rect", "class", look, "y", top + BAR, "width", percent(to), "height", HEIGHT).close();
  }

  private void draw(Markup svg, Limit limit, int bottom) {
    boolean left = limit.at() > full / 2;
    svg.open(
            "line",
            "class",
            "marker",
            "x1",
            percent(limit.at()),
            "x2",
            percent(limit.at()),
            "y1",
            BAR - 6,
            "y2",
            bottom)
        .close()
        .element(
            "text",
            limit.words(),
            "class",
            "note",
            "x",
            percent(limit.at()),
            "dx",
            left ? -6 : 6,
            "y",
            bottom,
            "text-anchor",
            left ? "end" : "start");
  }

  /** What there is to be seen. */
  public String words() {
    List<String> words = new ArrayList<>();
    ranges.forEach(range -> words.add(range.name() + ": " + value(range)));
    limits.forEach(limit -> words.add(limit.words() + ": " + number(limit.at())));
    return words.stream().collect(Collectors.joining(", ", "", "."));
  }

  private String value(Range range) {
    return number(range.middle())
        + " ("
        + Numbers.number(range.lowest())
        + " to "
        + Numbers.number(range.highest())
        + ")";
  }

  private String number(double value) {
    return Numbers.number(value) + " " + unit;
  }

  private String percent(double value) {
    return Math.round(value / full * 1e4) / 100.0 + "%";
  }

  private static final double MARGIN = 1.02;
  private static final int ROW = 46;
  private static final int BAR = 22;
  private static final int HEIGHT = 10;
  private static final int LINE = 20;
}
