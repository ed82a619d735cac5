package dev.heddle.libcrypto;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workspaces that wait for their next use: as many as were in use at once, and no more than {@link
 * #MOST}. Serves any number of threads.
 */
final class Spares<W> {

  static final int MOST = 64;

  private final ConcurrentLinkedQueue<W> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** One that was kept; null if there is none, and the caller has to make it. */
  W take() {
    W spare = kept.poll();
    if (spare != null) {
      count.decrementAndGet();
    }
    return spare;
  }

  /** Keeps one for the next; false if there are enough, and the caller has to free it. */
  boolean keep(W workspace) {
    if (count.incrementAndGet() <= MOST) {
      kept.add(workspace);
      return true;
    }
    count.decrementAndGet();
    return false;
  }
}
