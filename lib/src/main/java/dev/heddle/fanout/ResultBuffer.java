package dev.heddle.fanout;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Results on their way to who takes them, so many at most: a slow taker holds up who brings. */
final class ResultBuffer<R> {

  private final int most;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Queue<Result<R>> results = new ArrayDeque<>();
  private boolean complete;
  private boolean dropped;

  ResultBuffer(int most, TimeSource time) {
    this.most = most;
    this.time = time;
  }

  /** Waits for room, whether interrupted or not; lets the result go when nobody takes any more. */
  void put(Result<R> result) {
    lock.lock();
    try {
      while (results.size() >= most && !dropped) {
        emptied.awaitUninterruptibly(); // IO block
      }
      if (!dropped) {
        results.add(result);
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a result; null if none has come by then, or none will. */
  Result<R> take(Deadline end) throws InterruptedException {
    TimeSource.Alarm alarm = null;
    lock.lockInterruptibly();
    try {
      while (results.isEmpty() && !complete && !end.hasPassed()) {
        if (alarm == null && !end.isNever()) {
          alarm = time.at(end, this::look);
        }
        filled.await(); // IO block
      }
      Result<R> result = results.poll();
      emptied.signal();
      return result;
    } finally {
      lock.unlock();
      if (alarm != null) {
        alarm.cancel();
      }
    }
  }

  /** No more will come; those that are there can be taken. */
  void complete() {
    lock.lock();
    try {
      complete = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes any more. */
  void drop() {
    lock.lock();
    try {
      dropped = true;
      complete = true;
      results.clear();
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether all that will ever come has been taken. */
  boolean isExhausted() {
    lock.lock();
    try {
      return complete && results.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    lock.lock();
    try {
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
