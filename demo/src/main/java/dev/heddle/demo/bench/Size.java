package dev.heddle.demo.bench;

/**
 * How much there is to do.
 *
 * @param rounds that count
 * @param warmUp handshakes of each process before the first round; negative for what each measure
 *     thinks right
 * @param handshakes of a round
 * @param megabytes of a round
 * @param quick whether this is only to show that all of it works
 */
record Size(int rounds, int warmUp, int handshakes, int megabytes, boolean quick) {

  /** A run of which nobody looks at the times. */
  static final Size QUICK = new Size(1, 8, 8, 2, true);

  /**
   * The handshakes, or what is like one, before those that count.
   *
   * @param usual what the measure thinks right
   */
  int warmUp(int usual) {
    return warmUp < 0 ? usual : warmUp;
  }

  /** The bytes of a round, in whole records. */
  long bytes() {
    return megabytes * 1_000_000L / RECORD * RECORD;
  }

  private static final int RECORD = 16_384;
}
