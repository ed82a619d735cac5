package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

/** Endless bytes that both ends know, each place of them unlike its surroundings. */
final class Yarn {

  /** How one takes a part of it. */
  interface Taker {
    void take(byte[] bytes, int offset, int length);
  }

  private final byte[] loop = new byte[1_000_003];

  /** The one of a seed, and unlike that of another. */
  Yarn(long seed) {
    new Random(seed).nextBytes(loop);
  }

  /** Hands over what begins at a position, in pieces. */
  void take(long position, int length, Taker taker) {
    for (int done = 0; done < length; ) {
      int from = (int) ((position + done) % loop.length);
      int count = Math.min(length - done, loop.length - from);
      taker.take(loop, from, count);
      done += count;
    }
  }

  /** Demands that this is what begins at a position. */
  void check(long position, byte[] bytes, int length) {
    for (int done = 0; done < length; ) {
      int from = (int) ((position + done) % loop.length);
      int count = Math.min(length - done, loop.length - from);
      int at = done;
      assertTrue(
          Arrays.equals(bytes, at, at + count, loop, from, from + count),
          () -> "not what was sent, after byte " + (position + at));
      done += count;
    }
  }
}
