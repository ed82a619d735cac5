package dev.heddle.demo.bench;

import dev.heddle.demo.report.Numbers;
import java.io.PrintStream;
import java.util.List;

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
        expected(quantity, peers);
      }
    }
    out.println();
    out.println("Peers:");
    for (Peer peer : peers) {
      line(peer.name(), peer.absent().map(why -> "cannot run here: " + why).orElse("can run"));
    }
  }

  private void expected(Quantity quantity, List<Peer> peers) {
    quantity
        .expected()
        .value()
        .ifPresent(most -> line("", "at most " + Numbers.number(most) + " " + quantity.unit()));
    for (Peer peer : peers) {
      quantity
          .expected()
          .ratioTo(peer.name())
          .ifPresent(most -> line("", "at most " + Numbers.number(most) + " times " + peer.name()));
    }
  }

  private void line(String name, String text) {
    out.println(String.format("  %-20s%s", name, text));
  }
}
