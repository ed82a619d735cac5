package dev.heddle.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the calling thread allocates. */
final class Allocation {

  /** A call that may throw. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  /**
   * Runs a call, and fails where it allocates more than it may. A call that exceeds the bound is
   * run twice more and the least counts: the first one may have loaded classes, which the fuzzer
   * rewrites on this very thread.
   *
   * @param bound in bytes
   */
  static void bounded(long bound, Call call) throws Exception {
    long least = measured(call);
    for (int again = 0; again < 2 && least > bound; again++) {
      least = Math.min(least, measured(call));
    }
    if (System.getProperty("heddle.fuzz.measure") != null) {
      System.err.printf("allocated %d of %d%n", least, bound);
    }
    if (least > bound) {
      throw new AssertionError("allocated " + least + " bytes, more than " + bound);
    }
  }

  private static long measured(Call call) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    call.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}
}
