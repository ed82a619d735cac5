package dev.heddle.net;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** Turns, so many at once at most. Who must wait for one is served in order. */
final class Turns {

  private final int most;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Waiter> waiters = new LinkedHashSet<>();
  private int taken;

  Turns(int most, TimeSource time) {
    this.most = most;
    this.time = time;
  }

  /**
   * Takes a turn. Blocks until there is one, or a deadline passes.
   *
   * @return whether there is a turn to {@link #giveBack}
   * @throws InterruptedException if the thread was interrupted while it waited; it has no turn
   */
  boolean take(Deadline end) throws InterruptedException {
    Waiter waiter = new Waiter();
    lock.lock();
    try {
      if (taken < most) {
        taken++;
        return true;
      }
      waiters.add(waiter);
    } finally {
      lock.unlock();
    }
    TimeSource.Alarm alarm = time.at(end, () -> waiter.settle(false));
    try {
      waiter.settled.await(); // IO block
    } catch (InterruptedException e) {
      if (!waiter.settle(false) && waiter.served.get()) {
        giveBack(); // it came just now
      }
      throw e;
    } finally {
      alarm.cancel();
      forget(waiter);
    }
    return waiter.served.get();
  }

  /** Gives a turn to whoever has waited longest, or back. */
  void giveBack() {
    lock.lock();
    try {
      Iterator<Waiter> next = waiters.iterator();
      while (next.hasNext()) {
        Waiter waiter = next.next();
        next.remove();
        if (waiter.settle(true)) {
          return;
        }
      }
      taken--;
    } finally {
      lock.unlock();
    }
  }

  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  private void forget(Waiter waiter) {
    lock.lock();
    try {
      waiters.remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  /** One that waits, until it has been decided once whether it gets a turn. */
  private static final class Waiter {
    private final CountDownLatch settled = new CountDownLatch(1);
    private final AtomicReference<Boolean> served = new AtomicReference<>();

    boolean settle(boolean turn) {
      if (!served.compareAndSet(null, turn)) {
        return false;
      }
      settled.countDown();
      return true;
    }
  }
}
