package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
}
