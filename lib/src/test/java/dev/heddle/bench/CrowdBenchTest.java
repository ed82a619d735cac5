package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.heddle.bench.CrowdClient.Crowd;
import dev.heddle.support.PinGuard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measuring program still runs, and all its connections succeed; figures are not looked at. */
class CrowdBenchTest {

  /** Four JVMs start, which takes its time on a busy machine. */
  @Test
  @Timeout(180)
  void everyConnectionSucceedsAndEachSizeHasItsLine() throws Exception {
    var out = new ByteArrayOutputStream();
    new CrowdBench(1, 2, List.of(3, 5)).run(new PrintStream(out, true, StandardCharsets.US_ASCII));
    String printed = out.toString(StandardCharsets.US_ASCII);
    assertTrue(printed.contains("    3 connections: 3 succeeded, pinned "), printed);
    assertTrue(printed.contains("    5 connections: 5 succeeded, pinned "), printed);
    assertTrue(printed.matches("(?s).*medians.*     3 connections: CPU \\d+ us each.*"), printed);
  }

  @Test
  void pinIsCountedWithItsStackAndTheStackIsPrinted() throws Exception {
    List<String> pins;
    try (PinGuard.Watch watch = PinGuard.Watch.start()) {
      Thread.ofVirtual().start(Pinning::touch).join();
      pins = watch.stop();
    }
    assumeFalse(pins.isEmpty(), "this JDK does not pin a thread that blocks in an initializer");
    String line = Crowd.of(7, 14_000, 700, pins).toString();
    assertEquals(1, line.lines().count(), line);
    Crowd crowd = Crowd.parse(line);
    assertEquals(1, crowd.pinned());
    String[] lines = CrowdBench.text(crowd, 7).split("\n");
    assertEquals("7 succeeded, pinned 1, CPU 2 us each, heap 100 bytes each", lines[0]);
    assertTrue(lines[1].startsWith("pinned first for PT"), lines[1]);
    assertTrue(
        Stream.of(lines).anyMatch(each -> each.startsWith("  at " + Pinning.class.getName())),
        String.join("\n", lines));
  }

  @Test
  void crowdWithoutPinsHasNoStack() {
    Crowd crowd = Crowd.parse(Crowd.of(1, 1000, 10, List.of()).toString());
    assertEquals(
        "1 succeeded, pinned 0, CPU 1 us each, heap 10 bytes each", CrowdBench.text(crowd, 1));
  }

  /** Blocks in its initializer, which the JVM calls from native code: that pins. */
  private static final class Pinning {
    static {
      LockSupport.parkNanos(1_000_000);
    }

    static void touch() {}
  }
}
