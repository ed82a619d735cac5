package dev.heddle.demo.common;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the operating system grants and counts. */
public final class Machine {

  private Machine() {}

  /**
   * How many connections with both ends in this process there may be at a time: each needs two
   * descriptors, and some are kept in reserve.
   */
  public static int mostConnections() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
      return Math.clamp((free - RESERVE) / 2, 1, Integer.MAX_VALUE);
    }
    return Integer.MAX_VALUE;
  }

  /** The processor time of this process, in nanoseconds; negative if not known. */
  public static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }

  private static final int RESERVE = 128;
}
