package dev.heddle.demo.report;

import java.util.List;

/** Draws one bar below another, each under its name, as SVG. */
final class BarList {

  private final String id;
  private final String title;
  private final List<Tallied> all;
  private final int shown;

  BarList(String id, String title, List<Tallied> all) {
    this.id = id;
    this.title = title;
    this.all = all;
    this.shown = Math.min(all.size(), MOST);
  }

  /**
   * The chart.
   *
   * @param unit what is counted
   * @param look the class of the bars
   */
  String svg(String unit, String look) {
    int total = all.stream().mapToInt(Tallied::count).sum();
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
            shown * ROW + AXIS,
            "aria-labelledby",
            id + "-title " + id + "-desc")
        .element("title", title, "id", id + "-title")
        .element("desc", words(unit), "id", id + "-desc");
    for (int i = 0; i < shown; i++) {
      Tallied each = all.get(i);
      double percent = 100.0 * each.count() / total;
      int top = i * ROW;
      svg.element("text", cut(each.name()), "class", "name", "y", top + 14)
          .element(
              "text",
              Numbers.count(each.count()),
              "class",
              "value",
              "x",
              "100%",
              "y",
              top + 14,
              "text-anchor",
              "end")
          .open("rect", "class", "track", "y", top + 23, "width", "100%", "height", 8)
          .close()
          .open(
              "rect",
              "class",
              look,
              "y",
              top + 23,
              "width",
              Math.max(percent, LEAST) + "%",
              "height",
              8)
          .close();
    }
    String axis = unit + "s; a full bar is all " + Numbers.count(total);
    svg.element(
        "text", axis, "class", "axis", "x", "100%", "y", shown * ROW + 14, "text-anchor", "end");
    return svg.close().toString();
  }

  /** What there is to be seen. */
  String words(String unit) {
    StringBuilder words = new StringBuilder();
    for (Tallied each : all.subList(0, shown)) {
      words.append(words.isEmpty() ? "" : ", ").append(each.name()).append(": ");
      words.append(Numbers.count(each.count(), unit));
    }
    int more = all.size() - shown;
    return words + (more > 0 ? ", and " + Numbers.count(more, "other kind") : "") + ".";
  }

  /** The same in numbers, with an example of each if there are any. */
  DataTable table(String nameHeading, String unit) {
    boolean examples = all.stream().anyMatch(each -> each.example() != null);
    List<String> headings = List.of(nameHeading, unit + "s", "for example");
    return new DataTable(
        examples ? headings : headings.subList(0, 2),
        all.stream()
            .limit(MOST_ROWS)
            .map(
                each -> {
                  String count = Numbers.count(each.count());
                  return examples
                      ? List.of(each.name(), count, String.valueOf(each.example()))
                      : List.of(each.name(), count);
                })
            .toList());
  }

  private static String cut(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "\u2026";
  }

  private static final int ROW = 46;
  private static final int AXIS = 20;
  private static final int MOST = 12;
  private static final int MOST_ROWS = 100;
  private static final int LONGEST = 34;
  private static final double LEAST = 0.4;
}
