package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bench.DriverBench.Size;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measuring program still runs, and all data arrives; its times are not looked at. */
class DriverBenchTest {

  /** Two JVMs and a PostgreSQL start, which takes its time on a busy machine. */
  @Test
  @Timeout(180)
  void everyRowIsThere() throws Exception {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<Comparison> rows = DriverBench.run(nowhere, new Size(1, 0, 1, 1));
    assertEquals(
        List.of(
            "h2 download, ms",
            "h2 download, MB allocated",
            "COPY to us, ms",
            "COPY to us, MB allocated",
            "COPY from us, ms",
            "COPY from us, MB allocated"),
        rows.stream().map(Comparison::title).toList());
    for (Comparison row : rows) {
      assertTrue(row.ours() >= 0 && row.theirs() >= 0, row::toString);
      if (row.title().endsWith("allocated")) {
        assertTrue(row.ours() > 0 && row.theirs() > 0, row::toString);
      }
    }
  }

  @Test
  void argumentsAreChecked() {
    assertNull(Size.parse("--help"));
    assertEquals(new Size(7, 3, 0, 500), Size.parse("--rounds", "7", "--megabytes", "0"));
    assertEquals(10, Size.parse().downloads());
    assertEquals(10, Size.parse().copies());
    assertEquals(50_000_000, Size.parse().copyBytes());
    assertEquals(100_000_000, Size.parse().fileBytes());
    assertEquals(1_000_000, Size.parse("--megabytes", "1").fileBytes());
    assertRefused("not a number from 1 on: '0'", "--rounds", "0");
    assertRefused("not a number from 0 on: ''", "--copy-megabytes");
    assertRefused("unknown option --fast", "--fast", "1");
  }

  private static void assertRefused(String message, String... arguments) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Size.parse(arguments));
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
