package dev.heddle.testing;

import java.time.Duration;

/**
 * What becomes of one direction of a {@link ScriptedBio}. Immutable; {@code
 * Script.clean().pieces(1).stallAfter(100)} moves a hundred bytes one by one, and then no more.
 */
public final class Script {

  /** What comes after so many bytes. */
  enum Last {
    /** The orderly end of the stream. */
    END,
    /** A reset. */
    RESET,
    /** Nothing, for ever. */
    STALL
  }

  private static final Script CLEAN =
      new Script(Integer.MAX_VALUE, null, Duration.ZERO, Long.MAX_VALUE, Last.END);

  final int pieces;
  final Long seed; // null: all pieces are as large as they may be
  final Duration delay;
  final long most;
  final Last last;

  private Script(int pieces, Long seed, Duration delay, long most, Last last) {
    this.pieces = pieces;
    this.seed = seed;
    this.delay = delay;
    this.most = most;
    this.last = last;
  }

  /** Nothing happens to it. */
  public static Script clean() {
    return CLEAN;
  }

  /** The same, with each call moving so many bytes at most: short reads and short writes. */
  public Script pieces(int most) {
    return new Script(atLeastOne(most), null, delay, this.most, last);
  }

  /**
   * The same, with each call moving a random number of bytes.
   *
   * @param most the largest number
   * @param seed where the numbers come from; a test should print it, {@link #toString} has it
   */
  public Script randomPieces(int most, long seed) {
    return new Script(atLeastOne(most), seed, delay, this.most, last);
  }

  /**
   * The same, with each piece delayed: a call that moves bytes waits that long before.
   *
   * @param delay not negative
   */
  public Script delay(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("negative delay: " + delay);
    }
    return new Script(pieces, seed, delay, most, last);
  }

  /**
   * The same, with the stream ending in an orderly way: the call after so many bytes reads the end,
   * or shuts the output down and fails.
   */
  public Script endAfter(long bytes) {
    return last(bytes, Last.END);
  }

  /** The same, with the call after so many bytes aborting the transport and failing. */
  public Script resetAfter(long bytes) {
    return last(bytes, Last.RESET);
  }

  /**
   * The same, with the call after so many bytes waiting until it is given up: by the receive
   * timeout, an interrupt, or the end of the transport.
   */
  public Script stallAfter(long bytes) {
    return last(bytes, Last.STALL);
  }

  private Script last(long bytes, Last next) {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative number of bytes: " + bytes);
    }
    return new Script(pieces, seed, delay, bytes, next);
  }

  private static int atLeastOne(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a piece must have at least 1 byte, not " + most);
    }
    return most;
  }

  /** {@code Script[pieces of 1 to 5 by seed 42, each after PT0.1S, STALL after 100 bytes]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Script[");
    if (pieces == Integer.MAX_VALUE) {
      text.append("pieces of any size");
    } else {
      text.append("pieces of ").append(seed == null ? "" : "1 to ").append(pieces);
    }
    if (seed != null) {
      text.append(" by seed ").append(seed);
    }
    if (!delay.isZero()) {
      text.append(", each after ").append(delay);
    }
    if (most != Long.MAX_VALUE) {
      text.append(", ").append(last).append(" after ").append(most).append(" bytes");
    }
    return text.append(']').toString();
  }
}
