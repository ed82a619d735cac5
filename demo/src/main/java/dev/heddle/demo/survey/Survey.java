package dev.heddle.demo.survey;

import dev.heddle.demo.report.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that was found.
 *
 * @param began when it began
 * @param took how long it took
 * @param asked how many targets there were
 * @param cutShort whether it ended before all had their turn
 * @param findings in the order in which the targets were given
 * @param samples the same over time
 */
record Survey(
    Instant began,
    Duration took,
    int asked,
    boolean cutShort,
    List<Finding> findings,
    List<Sample> samples) {

  long good() {
    return findings.stream().filter(Finding::good).count();
  }

  long failed() {
    return findings.stream().filter(Finding::failed).count();
  }

  long postQuantum() {
    return findings.stream().filter(Finding::postQuantum).count();
  }

  /** How many certificates end within {@link #SOON} days, or have ended. */
  long endingSoon() {
    return findings.stream().filter(finding -> finding.endsWithin(SOON)).count();
  }

  static final int SOON = 30;
}
