package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bench.HandshakeBench.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measuring program still runs; its times are not looked at. */
class HandshakeBenchTest {

  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  /** Five JVMs start, which takes its time on a busy machine. */
  @Test
  @Timeout(180)
  void everyRowIsThere() throws Exception {
    List<Comparison> rows = HandshakeBench.run(NOWHERE, new Size(2, 3, 1, 1, 2, null, false));
    assertEquals(
        List.of(
            "client's handshake, µs",
            "client's handshake, KB allocated",
            "server's handshake, µs",
            "server's handshake, KB allocated",
            "receiving 1 GB, ms",
            "receiving 1 GB, MB allocated",
            "sending 1 GB, ms",
            "sending 1 GB, MB allocated"),
        rows.stream().map(Comparison::title).toList());
    for (Comparison row : rows) {
      assertTrue(row.ours() >= 0 && row.theirs() >= 0, row::toString);
      if (row.title().endsWith("allocated")) {
        assertTrue(row.ours() > 0 && row.theirs() > 0, row::toString);
        assertTrue(row.lowestRatio() <= row.ratio(), row::toString);
        assertTrue(row.ratio() <= row.highestRatio(), row::toString);
      }
    }
  }

  /** A connection that is not resumed ends the run. */
  @Test
  @Timeout(180)
  void everyHandshakeIsResumed() throws Exception {
    List<Comparison> rows = HandshakeBench.run(NOWHERE, new Size(1, 5, 0, 4, 2, null, true));
    assertEquals("client's resumed handshake, µs", rows.getFirst().title());
    assertEquals(4, rows.size());
  }

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
  void aProcessEndsWithItsInput() throws Exception {
    BenchProcess process =
        BenchProcess.start("a child", null, Parties.make(), "heddle", "1", "full");
    process.close();
    assertEquals(0, process.status());
  }

  @Test
  void aProcessThatFailsIsHeardOf() throws Exception {
    try (BenchProcess process =
        BenchProcess.start("a child", null, Parties.make(), "heddle", "1", "full")) {
      var heard = assertThrows(IOException.class, () -> process.run("dance"));
      assertTrue(heard.getMessage().startsWith("a child has ended"), heard::getMessage);
    }
  }

  @Test
  void argumentsAreChecked() {
    assertNull(Size.parse("--help"));
    assertEquals(7, Size.parse("--at-once", "2", "--rounds", "7").rounds());
    assertEquals(0, Size.parse("--resumed", "--at-once", "2").megabytes());
    assertTrue(Size.parse("--rounds", "7", "--resumed").resumed());
    assertRefused("not a number from 1 on: '0'", "--rounds", "0");
    assertRefused("not a number from 0 on: 'x'", "--megabytes", "x");
    assertRefused("not a number from 1 on: ''", "--handshakes");
    assertRefused("unknown option --fast", "--fast", "1");
    assertRefused("no directory with classes of this library: '/'", "--against", "/");
    assertEquals("target/classes", Size.parse("--against", "target/classes").against());
  }

  private static void assertRefused(String message, String... arguments) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Size.parse(arguments));
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
