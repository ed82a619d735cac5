package dev.heddle.soak;

import dev.heddle.bio.SharedWatchdog;
import dev.heddle.loop.LentBuffers;
import dev.heddle.support.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is left when no connection is under way: nothing, or it grows with the run. */
final class Residue {

  /**
   * What one look has found.
   *
   * @param heap bytes in use after a collection
   * @param descriptors open sockets, pipes and the like; -1 where they cannot be counted
   */
  record Look(long heap, int descriptors, int threads) {}

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final Baseline before = Baseline.now();
  private final int buffersBefore = LentBuffers.count();
  private final int alarmsBefore = SharedWatchdog.alarms();
  private final List<Look> looks = new ArrayList<>();

  /** Looks; nothing may be under way. Answers what should not be there. */
  List<String> look() {
    List<String> left = new ArrayList<>(before.leftovers(PATIENCE));
    if (LentBuffers.count() != buffersBefore) {
      left.add(LentBuffers.count() - buffersBefore + " record buffers lent");
    }
    if (SharedWatchdog.alarms() > alarmsBefore) {
      left.add(SharedWatchdog.alarms() - alarmsBefore + " alarms set");
    }
    looks.add(
        new Look(heap(), descriptors(), ManagementFactory.getThreadMXBean().getThreadCount()));
    return left;
  }

  /** The threads on which the library shakes hands for platform threads, with their stacks. */
  List<String> handshakes() {
    return before.leftovers(Duration.ZERO).stream()
        .filter(left -> left.contains("heddle-handshake"))
        .toList();
  }

  /** What has grown from the early looks to the late ones. */
  List<String> growth() {
    List<String> grown = new ArrayList<>();
    if (looks.size() < FEWEST_LOOKS) {
      return grown;
    }
    // The first ones see classes loaded and pools filled.
    List<Look> early = looks.subList(looks.size() / 4, looks.size() / 2);
    List<Look> late = looks.subList(looks.size() - early.size(), looks.size());
    long heapBefore = early.stream().mapToLong(Look::heap).max().orElseThrow();
    long heapNow = late.stream().mapToLong(Look::heap).min().orElseThrow();
    if (heapNow > heapBefore + HEAP_SLACK) {
      grown.add("the heap has grown from " + heapBefore / 1024 + " to " + heapNow / 1024 + " KB");
    }
    int descriptorsBefore = early.stream().mapToInt(Look::descriptors).max().orElseThrow();
    int descriptorsNow = late.stream().mapToInt(Look::descriptors).min().orElseThrow();
    if (descriptorsNow > descriptorsBefore) {
      grown.add("descriptors have grown from " + descriptorsBefore + " to " + descriptorsNow);
    }
    return grown;
  }

  /** Waits for the watchdog's threads to end, which they do when they have been idle. */
  List<String> idleThreads() throws InterruptedException {
    for (int i = 0; i < 300 && SharedWatchdog.threads() > 0; i++) {
      Thread.sleep(100);
    }
    int threads = SharedWatchdog.threads();
    return threads == 0 ? List.of() : List.of(threads + " threads of the watchdog");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("  quiet moments: heap KB / descriptors / threads\n   ");
    for (Look look : looks) {
      text.append(String.format(" %d/%d/%d", look.heap / 1024, look.descriptors, look.threads));
    }
    return text.toString();
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      var usage = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
      least = Math.min(least, usage.getUsed());
    }
    return least;
  }

  /** Not those of files: the JVM opens a jar when it needs a class. */
  private static int descriptors() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      int count = 0;
      for (Path each : open.toList()) {
        count += isNoFile(each) ? 1 : 0;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNoFile(Path descriptor) throws IOException {
    try {
      return !Files.readSymbolicLink(descriptor).isAbsolute();
    } catch (NoSuchFileException closedMeanwhile) {
      return false;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int FEWEST_LOOKS = 8;

  /** The JDK keeps the last 750 certificates it has parsed, and flipped bits make new ones. */
  private static final long HEAP_SLACK = 4 << 20;
}
