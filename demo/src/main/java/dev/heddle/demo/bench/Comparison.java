package dev.heddle.demo.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One quantity of one peer beside ours, round by round: medians, and the ratios of neighbours in
 * time, which hold where the figures themselves move with the machine.
 *
 * @param ours a value for each round
 * @param theirs a value for each round; the same as ours if the peer is this library
 */
record Comparison(double[] ours, double[] theirs) {

  /** The lowest and the highest of some values. */
  record Spread(double lowest, double highest) {}

  double ourMedian() {
    return median(ours);
  }

  double theirMedian() {
    return median(theirs);
  }

  /** The median of the rounds' ratios, ours to theirs. */
  double ratio() {
    return median(ratios());
  }

  Spread ratioSpread() {
    return spread(ratios());
  }

  Spread theirSpread() {
    return spread(theirs);
  }

  private double[] ratios() {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i] / theirs[i];
    }
    return ratios;
  }

  private static Spread spread(double... values) {
    return new Spread(
        Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The values of one quantity, which stand at the same place in each round. */
  static double[] column(List<double[]> rounds, int quantity) {
    return rounds.stream().mapToDouble(round -> round[quantity]).toArray();
  }
}
