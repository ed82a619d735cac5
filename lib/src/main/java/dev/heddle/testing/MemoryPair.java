package dev.heddle.testing;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.TimeSource;

/**
 * Two blocking transports in memory, joined as the two ends of a TCP connection are: what is
 * written to one is read from the other. A read waits for data, and a write for room. Closing one
 * end while there is data in it that was not read, and aborting it, is a reset for the other.
 *
 * <p>Threads and interrupts are as with a channel: one thread may read while another writes, and
 * interrupting either closes the end.
 */
public final class MemoryPair {

  private final MemoryEnd first;
  private final MemoryEnd second;

  private MemoryPair(TimeSource time, int capacity, String firstPeer, String secondPeer) {
    Waits waits = new Waits(time);
    BioPair pair = BioPair.of(capacity, capacity);
    first = new MemoryEnd(waits, pair, pair.first(), firstPeer);
    second = new MemoryEnd(waits, pair, pair.second(), secondPeer);
    first.join(second);
    second.join(first);
  }

  /**
   * A pair with room for 64 KB each way.
   *
   * @param time what receive timeouts go by
   */
  public static MemoryPair of(TimeSource time) {
    return of(time, CAPACITY);
  }

  /**
   * A pair.
   *
   * @param time what receive timeouts go by
   * @param capacity how many bytes may be on their way in each direction, at least 1
   */
  public static MemoryPair of(TimeSource time, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
    }
    return new MemoryPair(time, capacity, null, null);
  }

  /** A pair whose ends know each other's addresses. */
  static MemoryPair between(TimeSource time, String firstPeer, String secondPeer) {
    return new MemoryPair(time, CAPACITY, firstPeer, secondPeer);
  }

  /** One end. */
  public Bio first() {
    return first;
  }

  /** The other end. */
  public Bio second() {
    return second;
  }

  private static final int CAPACITY = 64 * 1024;
}
