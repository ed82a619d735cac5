package dev.heddle.demo.report;

import java.util.ArrayList;
import java.util.List;

/** How long handshakes took: a histogram, with the median and the 99th percentile in it. */
final class HandshakeChart {

  private final double[] sorted;
  private final Bins bins;

  /** Of times in milliseconds, at least one. */
  HandshakeChart(double... sorted) {
    this.sorted = sorted;
    this.bins = Bins.of(sorted);
  }

  /** What there is to be seen. */
  String words() {
    return sorted.length == 1
        ? "The one handshake took " + Numbers.time(sorted[0]) + "."
        : "Half of "
            + Numbers.count(sorted.length, "handshake")
            + " took "
            + Numbers.time(Run.percentile(sorted, 50))
            + " or less, 99% at most "
            + Numbers.time(Run.percentile(sorted, 99))
            + "; the shortest "
            + Numbers.time(sorted[0])
            + ", the longest "
            + Numbers.time(sorted[sorted.length - 1])
            + ".";
  }

  String svg() {
    // Room above the highest bar, for the words of the markers.
    Scale counts = Scale.counts(bins.most() * 1.25, 4);
    Plot plot = new Plot("handshakes", "Handshake times", words(), HEIGHT, bins.scale(), counts);
    String axis = "handshake time" + (bins.scale().logarithmic() ? ", logarithmic scale" : "");
    plot.axes(axis, Numbers::time, "handshakes");
    for (int i = 0; i < bins.counts().length; i++) {
      plot.bar(bins.edges()[i], bins.edges()[i + 1], 0, bins.counts()[i], 1, "good");
    }
    if (sorted.length > 1) {
      double median = Run.percentile(sorted, 50);
      double most = Run.percentile(sorted, 99);
      plot.marker(median, "median " + Numbers.time(median), 0);
      plot.marker(most, "99% " + Numbers.time(most), 1);
    }
    return plot.end();
  }

  /** The same in numbers. */
  DataTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < bins.counts().length; i++) {
      if (bins.counts()[i] > 0) {
        rows.add(
            List.of(
                Numbers.time(bins.edges()[i]),
                Numbers.time(bins.edges()[i + 1]),
                Numbers.count(bins.counts()[i])));
      }
    }
    return new DataTable(List.of("from", "to less than", "handshakes"), rows);
  }

  private static final int HEIGHT = 220;
}
