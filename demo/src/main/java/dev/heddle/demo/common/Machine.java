package dev.heddle.demo.common;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

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

  /** The processor, how many of them, and the operating system. */
  public static String description() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processor()
        + " with "
        + processors
        + (processors == 1 ? " processor, " : " processors, ")
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version");
  }

  /** The processor's model where the system tells it, otherwise its architecture. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> Lines.oneLine(line.substring(line.indexOf(':') + 1)))
          .findFirst()
          .orElseGet(Machine::architecture);
    } catch (IOException | UncheckedIOException e) {
      return architecture();
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }

  private static final int RESERVE = 128;
}
