package dev.heddle.loop;

import dev.heddle.engine.TlsEngine;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Record buffers, borrowed while there is a record and wiped on return: a connection that waits
 * holds none. The pool is shared and bounded; beyond that the collector takes them.
 */
public final class Buffers {

  /** A buffer of {@link #SIZE} bytes. Give it back once, from the half that borrowed it. */
  public static byte[] borrow() {
    lent.incrementAndGet();
    byte[] pooled = POOL.poll();
    if (pooled == null) {
      return new byte[SIZE];
    }
    pooledCount.decrementAndGet();
    return pooled;
  }

  /**
   * Takes a buffer back.
   *
   * @param used how many of its first bytes may hold anything
   */
  public static void giveBack(byte[] buffer, int used) {
    lent.decrementAndGet();
    Arrays.fill(buffer, 0, Math.min(used, buffer.length), (byte) 0);
    if (buffer.length != SIZE) {
      return; // it had to grow
    }
    if (pooledCount.incrementAndGet() <= MOST_POOLED) {
      POOL.add(buffer);
    } else {
      pooledCount.decrementAndGet();
    }
  }

  /** How many buffers are out: none, when all connections are idle or closed. */
  static int lent() {
    return lent.get();
  }

  /** The longest record, and as much of our own output as goes out in one call. */
  public static final int SIZE = TlsEngine.MAX_RECORD;

  private static final int MOST_POOLED = 256;
  private static final ConcurrentLinkedQueue<byte[]> POOL = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger pooledCount = new AtomicInteger();
  private static final AtomicInteger lent = new AtomicInteger();

  private Buffers() {}
}
