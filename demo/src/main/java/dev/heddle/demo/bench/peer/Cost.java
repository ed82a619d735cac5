package dev.heddle.demo.bench.peer;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a process has used since its mark, its JVM's own threads included. Travels as two numbers in
 * a line of text.
 *
 * @param cpuNanos user and system time
 * @param allocated bytes on the heap
 */
record Cost(long cpuNanos, long allocated) {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static Cost now() {
    return new Cost(SYSTEM.getProcessCpuTime(), THREADS.getTotalThreadAllocatedBytes());
  }

  Cost since(Cost before) {
    return new Cost(cpuNanos - before.cpuNanos, allocated - before.allocated);
  }

  @Override
  public String toString() {
    return cpuNanos + " " + allocated;
  }
}
