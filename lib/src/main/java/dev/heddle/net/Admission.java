package dev.heddle.net;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Who is let in: counts the connections that stand and those that were turned away. */
final class Admission {

  private final int most;
  private final int mostPerOrigin;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Origin, Integer> byOrigin = new HashMap<>(); // no more than are open
  private int open;
  private long accepted;
  private long refusedByAll;
  private long refusedByOrigin;

  /**
   * Nobody is in yet.
   *
   * @param most how many connections may stand at once
   * @param mostPerOrigin how many of them from one origin
   */
  Admission(int most, int mostPerOrigin) {
    this.most = most;
    this.mostPerOrigin = mostPerOrigin;
  }

  /**
   * Lets a connection in, or counts that it was not.
   *
   * @param origin null for one that has none: only the limit to all is its
   */
  boolean enter(Origin origin) {
    lock.lock();
    try {
      accepted++;
      if (open >= most) {
        refusedByAll++;
        return false;
      }
      if (origin != null) {
        int others = byOrigin.getOrDefault(origin, 0);
        if (others >= mostPerOrigin) {
          refusedByOrigin++;
          return false;
        }
        byOrigin.put(origin, others + 1);
      }
      open++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** One that was let in has gone. */
  void leave(Origin origin) {
    lock.lock();
    try {
      open--;
      if (origin != null) {
        byOrigin.computeIfPresent(origin, (key, count) -> count == 1 ? null : count - 1);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What has been counted, with what others have. */
  ListenerStatistics statistics(Turns turns, HandshakeFailures failures, long failedAccepts) {
    lock.lock();
    try {
      return new ListenerStatistics(
          accepted,
          open,
          turns.taken(),
          turns.waiting(),
          refusedByAll,
          refusedByOrigin,
          failures.byCategory(),
          failedAccepts);
    } finally {
      lock.unlock();
    }
  }
}
