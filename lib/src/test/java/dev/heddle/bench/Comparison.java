package dev.heddle.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The same work done by this library and by another in turns: medians of both, and the ratios of
 * neighbours in time, which hold where the figures themselves move with the machine. For one
 * thread.
 */
final class Comparison {

  private final String title;
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> theirs = new ArrayList<>();

  Comparison(String title) {
    this.title = title;
  }

  /** One round's figures. */
  void add(double our, double their) {
    ours.add(our);
    theirs.add(their);
  }

  String title() {
    return title;
  }

  double ours() {
    return median(ours);
  }

  double theirs() {
    return median(theirs);
  }

  /** The median of the rounds' ratios. */
  double ratio() {
    return median(ratios());
  }

  double lowestRatio() {
    return ratios().stream().min(Double::compare).orElseThrow();
  }

  double highestRatio() {
    return ratios().stream().max(Double::compare).orElseThrow();
  }

  private List<Double> ratios() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / theirs.get(i));
    }
    return ratios;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /**
   * Prints what this ran on, and a table.
   *
   * @param rival the other library
   */
  static void print(String rival, List<Comparison> rows) {
    System.out.println(
        "Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs");
    System.out.println(header(rival));
    rows.forEach(System.out::println);
  }

  private static String header(String rival) {
    return String.format("%-40s%10s%10s%8s   %s", "", "Heddle", rival, "ratio", "lowest-highest");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-40s%10.1f%10.1f%8.2f   %.2f-%.2f",
        title,
        ours(),
        theirs(),
        ratio(),
        lowestRatio(),
        highestRatio());
  }
}
