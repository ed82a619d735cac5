package dev.heddle.demo.bench;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What this library is meant to reach in a measure.
 *
 * @param ratios the highest ratio, ours to theirs, by the peer's name
 * @param most the highest value of ours; NaN for none
 */
record Expected(Map<String, Double> ratios, double most) {

  /** Nothing: the figures are for information. */
  static final Expected NOTHING = new Expected(Map.of(), Double.NaN);

  /** A ratio to one peer. */
  static Expected ratio(String peer, double highest) {
    return new Expected(Map.of(peer, highest), Double.NaN);
  }

  /** A value of ours, whatever the peers have. */
  static Expected atMost(double most) {
    return new Expected(Map.of(), most);
  }

  /** The highest ratio to a peer; empty if none is said. */
  OptionalDouble ratioTo(String peer) {
    Double highest = ratios.get(peer);
    return highest == null ? OptionalDouble.empty() : OptionalDouble.of(highest);
  }

  /** The highest value of ours; empty if none is said. */
  OptionalDouble value() {
    return Double.isNaN(most) ? OptionalDouble.empty() : OptionalDouble.of(most);
  }
}
