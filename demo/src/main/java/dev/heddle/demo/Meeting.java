package dev.heddle.demo;

import dev.heddle.demo.common.Machine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where connections wait after their handshake until every other has got that far or has failed, so
 * that all live at the same time.
 */
final class Meeting {

  private final CountDownLatch missing;
  private final AtomicLong cpu = new AtomicLong(NOT_YET);

  private Meeting(int count) {
    missing = new CountDownLatch(count);
  }

  /** A meeting of so many. */
  static Meeting of(int count) {
    return new Meeting(count);
  }

  /** Nobody waits for anybody. */
  static Meeting none() {
    return new Meeting(0);
  }

  void arriveAndWait() throws InterruptedException {
    arrive();
    missing.await();
  }

  /** One is here, or will never be. */
  void arrive() {
    missing.countDown();
    if (missing.getCount() == 0) {
      cpu.compareAndSet(NOT_YET, Machine.cpuNanos());
    }
  }

  /** The processor time of this process when the last had met the others, or now. */
  long cpuNanos() {
    long then = cpu.get();
    return then == NOT_YET ? Machine.cpuNanos() : then;
  }

  private static final long NOT_YET = Long.MIN_VALUE;
}
