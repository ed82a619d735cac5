package dev.heddle.demo.bench;

import java.io.IOException;

/** One peer at the work of one {@link Measure}. For one thread. */
interface Work extends AutoCloseable {

  /** The peer's program and its version, for people. */
  String version();

  /** What else a reader of its figures must know, for example another group; empty for nothing. */
  default String note() {
    return "";
  }

  /** Does so much of the work that what comes after it is what a long-lived process shows. */
  void warmUp() throws IOException, InterruptedException;

  /**
   * Does the work once.
   *
   * @return a value for each {@link Quantity} of the measure; NaN for what this peer cannot tell
   */
  double[] round() throws IOException, InterruptedException;

  /** Ends what was started for it. */
  @Override
  void close();
}
