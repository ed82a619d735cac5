package dev.heddle.testing;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** A lock, and waits for what it guards that end at a moment of a time source. */
final class Waits {

  final TimeSource time;
  final ReentrantLock lock;
  private final Condition changed;

  Waits(TimeSource time) {
    this.time = time;
    this.lock = new ReentrantLock();
    this.changed = lock.newCondition();
  }

  private Waits(Waits same, TimeSource time) {
    this.time = time;
    this.lock = same.lock;
    this.changed = same.changed;
  }

  /** The same lock, for waits that go by another time. */
  Waits on(TimeSource other) {
    return new Waits(this, other);
  }

  /**
   * Waits until something is so, or the deadline passes. With the lock held, which it gives up
   * meanwhile.
   *
   * @return whether it is so
   */
  boolean until(BooleanSupplier what, Deadline end) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (what.getAsBoolean() || end.hasPassed()) {
      return what.getAsBoolean();
    }
    TimeSource.Alarm alarm = time.at(end, this::wake);
    try {
      while (!what.getAsBoolean() && !end.hasPassed()) {
        changed.await(); // IO block
      }
      return what.getAsBoolean();
    } finally {
      alarm.cancel();
    }
  }

  /** Lets all that wait look again. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
