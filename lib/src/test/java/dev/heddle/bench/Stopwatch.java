package dev.heddle.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** CPU time and allocation of the calling thread, between starts and stops. */
final class Stopwatch {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long cpu;
  private long allocated;

  void start() {
    allocated -= THREADS.getCurrentThreadAllocatedBytes();
    cpu -= THREADS.getCurrentThreadCpuTime();
  }

  void stop() {
    cpu += THREADS.getCurrentThreadCpuTime();
    allocated += THREADS.getCurrentThreadAllocatedBytes();
  }

  long cpuNanos() {
    return cpu;
  }

  long allocatedBytes() {
    return allocated;
  }
}
