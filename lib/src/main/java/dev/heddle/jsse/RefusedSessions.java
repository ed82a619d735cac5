package dev.heddle.jsse;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions that a server resumes no more though clients have tickets for them. Where there are
 * too many to remember, all that began before the forgotten ones did are refused as well.
 */
final class RefusedSessions {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /** When the sessions began, by their ids; the one that was refused first is first. */
  private final Map<ByteBuffer, Long> beginnings = new LinkedHashMap<>();

  /** What began then, or before, is refused; in milliseconds of the epoch. */
  private long before = Long.MIN_VALUE;

  /** To remember this many one by one. */
  RefusedSessions(int most) {
    this.most = most;
  }

  /**
   * Refuses a session from now on.
   *
   * @param began when, in milliseconds of the epoch
   */
  void refuse(byte[] id, long began) {
    lock.lock();
    try {
      beginnings.put(ByteBuffer.wrap(id), began);
      if (beginnings.size() > most) {
        var oldest = beginnings.entrySet().iterator();
        before = Math.max(before, oldest.next().getValue());
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets what nobody could resume anyway.
   *
   * @param time what began before it cannot be resumed
   */
  void forget(long time) {
    lock.lock();
    try {
      beginnings.values().removeIf(began -> began < time);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a session is refused that began at this time, in milliseconds of the epoch. */
  boolean isRefused(byte[] id, long began) {
    lock.lock();
    try {
      return began <= before || beginnings.containsKey(ByteBuffer.wrap(id));
    } finally {
      lock.unlock();
    }
  }
}
