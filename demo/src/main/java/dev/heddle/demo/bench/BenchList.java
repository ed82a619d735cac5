package dev.heddle.demo.bench;

import dev.heddle.demo.report.Numbers;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;

/** Prints what can be measured, and beside whom. */
final class BenchList {

  private final PrintStream out;

  BenchList(PrintStream out) {
    this.out = out;
  }

  void print(List<Measure> measures, List<Peer> peers) {
    out.println("Measures:");
    for (Measure measure : measures) {
      line(measure.name(), measure.about());
      for (Quantity quantity : measure.quantities()) {
        expected(measure, quantity);
      }
    }
    out.println();
    out.println("Peers:");
    for (Peer peer : peers) {
      line(peer.name(), peer.absent().map(why -> "cannot run here: " + why).orElse("can run"));
    }
  }

  private void expected(Measure measure, Quantity quantity) {
    String what = quantity.name().equals(measure.name()) ? "" : quantity.name() + " ";
    Expected expected = quantity.expected();
    expected.value().ifPresent(most -> line("", what + atMost(most) + " " + quantity.unit()));
    new TreeMap<>(expected.ratios())
        .forEach((peer, most) -> line("", what + atMost(most) + " times " + peer));
  }

  private static String atMost(double most) {
    return "at most " + Numbers.number(most);
  }

  private void line(String name, String text) {
    out.println(String.format("  %-20s%s", name, text));
  }
}
