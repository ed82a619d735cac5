package dev.heddle.demo.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A run of connections that is over, as the page tells it.
 *
 * @param what what was done, in some words
 * @param unit what there were many of: {@code connection}, {@code target}
 * @param verb what the good ones did: {@code succeeded}, {@code answered}
 * @param began when it began
 * @param took how long it took
 * @param asked how many there were to be
 * @param cutShort whether it ended before that
 * @param samples those that have ended
 */
public record Run(
    String what,
    String unit,
    String verb,
    Instant began,
    Duration took,
    int asked,
    boolean cutShort,
    List<Sample> samples) {

  /** Copies the list. */
  public Run {
    samples = List.copyOf(samples);
  }

  /** How many were connected and have not failed. */
  int good() {
    return (int) samples.stream().filter(Sample::good).count();
  }

  /** How many have failed. */
  int failed() {
    return (int) samples.stream().filter(sample -> sample.failure() != null).count();
  }

  /** The times of all handshakes in milliseconds, the shortest first. */
  double[] handshakeMillis() {
    return samples.stream()
        .map(Sample::handshake)
        .filter(Objects::nonNull)
        .mapToDouble(time -> Math.max(time.toNanos(), 1000) / 1e6)
        .sorted()
        .toArray();
  }

  /**
   * The value that a share of sorted values does not exceed (nearest rank).
   *
   * @param values at least one
   * @param percent above 0, to 100
   */
  static double percentile(double[] values, double percent) {
    return values[(int) Math.ceil(percent / 100 * values.length) - 1];
  }

  /** When the last handshake was done; zero if none was. */
  Duration lastHandshake() {
    return samples.stream()
        .map(Sample::connected)
        .filter(Objects::nonNull)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** The largest number of connections that had shaken hands and not ended. */
  int peakLive() {
    return Arrays.stream(Timeline.of(samples, took).live()).max().orElse(0);
  }
}
