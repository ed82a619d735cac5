package dev.heddle.demo.report;

import java.util.Arrays;

/**
 * How many values lie in each stretch of an axis. The stretches are equally wide on it; a value on
 * the edge of two belongs to the right one.
 *
 * @param scale the axis
 * @param edges one more than there are counts
 */
record Bins(Scale scale, double[] edges, int[] counts) {

  /**
   * Sorts values into bins of sensible width: where the largest is many times the smallest, on a
   * logarithmic axis.
   *
   * @param sorted at least one, all above 0
   */
  static Bins of(double... sorted) {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    return most / least >= LOGARITHMIC_FROM
        ? logarithmic(sorted, least, most)
        : linear(sorted, least, most);
  }

  private static Bins logarithmic(double[] sorted, double least, double most) {
    double decades = Math.log10(most / least);
    int perDecade = decades < 2 ? 20 : decades < 4 ? 10 : 5;
    int first = (int) Math.floor(Math.log10(least) * perDecade);
    int last = (int) Math.floor(Math.log10(most) * perDecade) + 1;
    double[] edges = new double[last - first + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = Math.pow(10, (double) (first + i) / perDecade);
    }
    return fill(sorted, edges, Scale.logarithmic(edges[0], edges[edges.length - 1]));
  }

  private static Bins linear(double[] sorted, double least, double most) {
    double step = Scale.round(most > least ? (most - least) / USUAL : most / USUAL);
    long first = (long) Math.floor(least / step);
    long last = (long) Math.floor(most / step) + 1;
    while (last - first < FEWEST) {
      first = Math.max(0, first - 1);
      last++;
    }
    double[] edges = new double[(int) (last - first) + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (first + i) * step;
    }
    return fill(sorted, edges, Scale.linear(edges[0], edges[edges.length - 1], MARKS));
  }

  private static Bins fill(double[] sorted, double[] edges, Scale scale) {
    int[] counts = new int[edges.length - 1];
    for (double value : sorted) {
      int at = Arrays.binarySearch(edges, value);
      counts[Math.clamp(at >= 0 ? at : -at - 2, 0, counts.length - 1)]++;
    }
    return new Bins(scale, edges, counts);
  }

  /** The largest count. */
  int most() {
    return Arrays.stream(counts).max().orElse(0);
  }

  private static final double LOGARITHMIC_FROM = 6;
  private static final int USUAL = 25;
  private static final int FEWEST = 8;
  private static final int MARKS = 5;
}
