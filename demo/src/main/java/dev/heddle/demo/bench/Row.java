package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Comparison.Spread;
import java.util.OptionalDouble;

/**
 * A line of the results: one quantity of one peer.
 *
 * @param measure the quantity's name
 * @param peer whose value it is
 * @param version the peer's program and its version; null if it is absent
 * @param unit of the values
 * @param found what was measured; null if the peer is absent
 * @param expected the highest ratio or, of our own row, the highest value; empty for none
 * @param note why the peer is absent, or what else there is to know; empty for nothing
 * @param failed whether the peer should have been there and has failed
 */
record Row(
    String measure,
    String peer,
    String version,
    String unit,
    Found found,
    OptionalDouble expected,
    String note,
    boolean failed) {

  /**
   * What was measured.
   *
   * @param ours the median of our values
   * @param value the median of the peer's; ours, if it is this library
   * @param valueSpread the lowest and highest of its values
   * @param ratio the median of the rounds' ratios, ours to the peer's; empty in our own row
   * @param ratioSpread the lowest and highest of them; null in our own row
   */
  record Found(
      double ours, double value, Spread valueSpread, OptionalDouble ratio, Spread ratioSpread) {

    static Found ofOurs(Comparison ours) {
      return new Found(
          ours.ourMedian(), ours.ourMedian(), ours.theirSpread(), OptionalDouble.empty(), null);
    }

    static Found of(Comparison both) {
      return new Found(
          both.ourMedian(),
          both.theirMedian(),
          both.theirSpread(),
          OptionalDouble.of(both.ratio()),
          both.ratioSpread());
    }
  }

  /** One of a peer that has no figures. */
  static Row without(Quantity quantity, Peer peer, String reason, boolean failed) {
    return new Row(
        quantity.name(),
        peer.name(),
        null,
        quantity.unit(),
        null,
        expected(quantity, peer),
        reason,
        failed);
  }

  /** What is expected in a peer's row: of the value in our own, of the ratio in the others. */
  static OptionalDouble expected(Quantity quantity, Peer peer) {
    return peer.name().equals(Peers.OURS.name())
        ? quantity.expected().value()
        : quantity.expected().ratioTo(peer.name());
  }

  /** The lowest and highest of the ratios or, where there are none, of the values. */
  Spread spread() {
    return found.ratioSpread() == null ? found.valueSpread() : found.ratioSpread();
  }

  boolean isAbsent() {
    return found == null;
  }

  boolean isOurs() {
    return peer.equals(Peers.OURS.name());
  }

  /** Whether there is something expected, and it was not reached. */
  boolean isMissed() {
    return isJudged() && judged() > expected.getAsDouble();
  }

  /** Whether there is something expected, and something to judge by it. */
  boolean isJudged() {
    return !isAbsent() && expected.isPresent();
  }

  private double judged() {
    return found.ratio().orElse(found.value());
  }
}
