package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A benchmark's hold of a process, and what it makes of the figures. */
class BenchProcessTest {

  @Test
  void theMiddleAndTheEndsOfTheRatios() {
    var row = new Comparison("work, µs");
    row.add(10, 20);
    row.add(30, 20);
    row.add(20, 20);
    assertEquals(
        "work, µs                                      20.0      20.0    1.00   0.50-1.50",
        row.toString());
  }

  @Test
  @Timeout(180)
  void aProcessEndsWithItsInput() throws Exception {
    BenchProcess process = start();
    process.close();
    assertEquals(0, process.status());
  }

  @Test
  @Timeout(180)
  void aProcessThatFailsIsHeardOf() throws Exception {
    try (BenchProcess process = start()) {
      var heard = assertThrows(IOException.class, () -> process.run("dance 1"));
      assertTrue(heard.getMessage().startsWith("a child has ended"), heard::getMessage);
    }
  }

  private static BenchProcess start() throws Exception {
    return BenchProcess.start("a child", null, EngineChild.class, Parties.make(), "HEDDLE");
  }
}
