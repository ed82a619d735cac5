package dev.heddle.demo.bench;

import java.time.Instant;
import java.util.List;

/** A result as a run may have it: what was reached, what was missed, and who is absent. */
final class Results {

  static final Quantity HANDSHAKE =
      new Quantity("full-client", "µs", Expected.ratio("sunjsse", 0.3));
  static final Quantity HEAP = new Quantity("idle-heap", "KB", Expected.atMost(10));

  static BenchResult some() {
    return new BenchResult(
        Instant.parse("2026-11-22T10:00:00Z"),
        "sunjsse",
        false,
        false,
        List.of(
            row(HANDSHAKE, Peers.OURS, 300, 310, 290),
            row(HANDSHAKE, Peers.SUNJSSE, 1200, 800, 1000),
            row(HANDSHAKE, new JvmPeer("other", "heddle"), 300, 310, 290),
            Row.without(HANDSHAKE, new JvmPeer("go", "go"), "no go on the <PATH>", false),
            Row.without(HANDSHAKE, new JvmPeer("broken", "broken"), "it has ended", true),
            row(HEAP, Peers.OURS, 300, 310, 290)));
  }

  /** Of one quantity: ours, and SunJSSE's with these values. */
  static BenchResult of(double... values) {
    return new BenchResult(
        Instant.EPOCH,
        "heddle",
        true,
        false,
        List.of(row(HANDSHAKE, Peers.OURS, 300, 310, 290), row(HANDSHAKE, Peers.SUNJSSE, values)));
  }

  private static Row row(Quantity quantity, Peer peer, double... values) {
    var both = new Comparison(new double[] {300, 310, 290}, values);
    return new Row(
        quantity.name(),
        peer.name(),
        peer.name() + " 1.0",
        quantity.unit(),
        peer == Peers.OURS ? Row.Found.ofOurs(both) : Row.Found.of(both),
        Row.expected(quantity, peer),
        peer.name().equals("other") ? "with something else" : "",
        false);
  }

  static Row find(BenchResult result, String measure, String peer) {
    return result.rows().stream()
        .filter(row -> row.measure().equals(measure) && row.peer().equals(peer))
        .findFirst()
        .orElseThrow();
  }

  private Results() {}
}
