package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;

/** Netty's own watch over its buffers: which ones were thrown away without being released. */
final class NettyLeaks {

  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  /** Held here, for the JDK forgets loggers. What it would print, {@link #assertNone} says. */
  private static final Logger LOGGER = Logger.getLogger(ResourceLeakDetector.class.getName());

  /** From now on every buffer of Netty's is watched. */
  static void watch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    LOGGER.setUseParentHandlers(false);
    ByteBufUtil.setLeakListener((type, records) -> REPORTS.add(records));
    REPORTS.clear();
  }

  /**
   * Demands that no buffer was lost. It loses one itself first, and waits until that is reported:
   * then those that were lost before are, too.
   */
  static void assertNone() throws InterruptedException {
    String mark = "lost on purpose at " + System.nanoTime();
    lose(mark);
    for (int i = 0; i < 200 && REPORTS.stream().noneMatch(each -> each.contains(mark)); i++) {
      System.gc();
      Thread.sleep(10); // the collector tells of what it found in its own time
      ByteBufAllocator.DEFAULT.heapBuffer(1).release(); // on which Netty looks at what was found
    }
    assertTrue(REPORTS.stream().anyMatch(each -> each.contains(mark)), "no leak is reported");
    assertEquals(
        List.of(), REPORTS.stream().filter(each -> !each.contains("lost on purpose")).toList());
  }

  private static void lose(String mark) {
    ByteBufAllocator.DEFAULT.heapBuffer(1).touch(mark);
  }

  private NettyLeaks() {}
}
