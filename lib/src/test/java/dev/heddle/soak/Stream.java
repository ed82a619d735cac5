package dev.heddle.soak;

/**
 * Bytes in an order that both ends know: the one makes them, the other makes them again and
 * compares. For one thread.
 */
final class Stream {

  private final long key;
  private long position;
  private long word;

  Stream(Plan plan, boolean fromClient) {
    this.key = plan.random(fromClient ? "client's data" : "server's data").nextLong();
  }

  private byte next() {
    int within = (int) (position & 7);
    if (within == 0) {
      word = mix(key + position);
    }
    position++;
    return (byte) (word >>> 8 * within);
  }

  /** Puts the next bytes there. */
  void fill(byte[] target, int off, int length) {
    for (int i = off; i < off + length; i++) {
      target[i] = next();
    }
  }

  /** Whether these are the next bytes. */
  boolean continuesWith(byte[] bytes, int off, int length) {
    for (int i = off; i < off + length; i++) {
      if (bytes[i] != next()) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes have passed. */
  long position() {
    return position;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
