package dev.heddle.demo.report;

import java.util.function.DoubleFunction;

/**
 * Draws the frame of a chart, and shapes in it, as SVG. Horizontal positions are in percent of the
 * room there is, so that one drawing suits each width and its text keeps its size.
 */
final class Plot {

  private final Markup svg = new Markup();
  private final int height;
  private final Scale x;
  private final Scale y;

  /**
   * Begins a chart.
   *
   * @param id what no other chart of the page is called
   * @param title what it shows
   * @param description what there is to be seen, for those who cannot
   * @param height of the area between the axes, in pixels
   */
  Plot(String id, String title, String description, int height, Scale x, Scale y) {
    this.height = height;
    this.x = x;
    this.y = y;
    svg.open(
            "svg",
            "class",
            "plot",
            "role",
            "img",
            "width",
            "100%",
            "height",
            TOP + height + BOTTOM,
            "aria-labelledby",
            id + "-title " + id + "-desc")
        .element("title", title, "id", id + "-title")
        .element("desc", description, "id", id + "-desc");
  }

  /** Draws both axes, each with its title, its marks and their numbers. */
  Plot axes(String titleX, DoubleFunction<String> numberX, String titleY) {
    svg.element("text", titleY, "class", "axis", "x", -LEFT, "y", 12);
    for (double mark : y.marks()) {
      double at = at(mark);
      svg.open("line", "class", mark == 0 ? "base" : "grid", "x2", "100%", "y1", at, "y2", at)
          .close()
          .element(
              "text",
              Numbers.number(mark),
              "class",
              "mark",
              "x",
              -8,
              "y",
              at + 4,
              "text-anchor",
              "end");
    }
    int base = TOP + height;
    for (double mark : x.marks()) {
      String percent = percent(x.percent(mark));
      svg.open("line", "class", "base", "x1", percent, "x2", percent, "y1", base, "y2", base + 5)
          .close()
          .element(
              "text",
              numberX.apply(mark),
              "class",
              "mark",
              "x",
              percent,
              "y",
              base + 20,
              "text-anchor",
              "middle");
    }
    svg.element("text", titleX, "class", "axis", "x", "100%", "y", base + 42, "text-anchor", "end");
    return this;
  }

  /**
   * Draws a bar over a stretch of the x axis.
   *
   * @param below the value where it begins; what is above 0 is at least two pixels high
   * @param gap pixels between it and the next
   */
  Plot bar(double from, double to, double below, double value, int gap, String look) {
    if (value > 0) {
      double width = x.percent(to) - x.percent(from);
      double high = Math.max(2, at(below) - at(below + value));
      svg.open(
              "rect",
              "class",
              look,
              "x",
              percent(x.percent(from)),
              "y",
              at(below) - high,
              "width",
              percent(width),
              "height",
              high,
              "style",
              gap == 0 ? null : "width:calc(" + percent(width) + " - " + gap + "px)")
          .close();
    }
    return this;
  }

  /** Draws values of equally long stretches of the whole x axis as an area with steps. */
  Plot area(int[] values, String look) {
    StringBuilder path = new StringBuilder("M0 ").append(height);
    for (int i = 0; i < values.length; i++) {
      if (i == 0 || values[i] != values[i - 1]) {
        path.append('V').append(Math.round(at(values[i]) - TOP)).append('H').append(i + 1);
      } else {
        path.append('H').append(i + 1);
      }
    }
    svg.open(
            "svg",
            "y",
            TOP,
            "width",
            "100%",
            "height",
            height,
            "viewBox",
            "0 0 " + values.length + " " + height,
            "preserveAspectRatio",
            "none")
        .open("path", "class", look, "d", path.append('V').append(height))
        .close()
        .close();
    return this;
  }

  /** Draws an upright line at a value of the x axis, with words beside it. */
  Plot marker(double value, String words, int row) {
    double percent = x.percent(value);
    boolean left = percent > 50;
    int down = TOP + 10 + row * ROW;
    svg.open(
            "line",
            "class",
            "marker",
            "x1",
            percent(percent),
            "x2",
            percent(percent),
            "y1",
            down - 10,
            "y2",
            TOP + height)
        .close()
        .element(
            "text",
            words,
            "class",
            "note",
            "x",
            percent(percent),
            "dx",
            left ? -6 : 6,
            "y",
            down,
            "text-anchor",
            left ? "end" : "start");
    return this;
  }

  /** The chart. */
  String end() {
    return svg.close().toString();
  }

  private double at(double value) {
    return TOP + height * (1 - y.percent(value) / 100);
  }

  private static String percent(double percent) {
    // A hundredth of a percent is a tenth of a pixel.
    return Math.round(percent * 100) / 100.0 + "%";
  }

  /** Room at the left, for numbers; the style sheet leaves as much. */
  private static final int LEFT = 52;

  private static final int TOP = 30;
  private static final int BOTTOM = 50;
  private static final int ROW = 18;
}
