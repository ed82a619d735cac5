package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bench.EngineBench.Size;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measuring program still runs, and all data arrives; its figures are not looked at. */
class EngineBenchTest {

  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  /** Two JVMs start, which takes its time on a busy machine. */
  @Test
  @Timeout(180)
  void everyRowIsThere() throws Exception {
    List<Comparison> rows = EngineBench.run(NOWHERE, new Size(1, 0, 2, 1, 16_384, "", null));
    assertEquals(2 * (2 * 3 * 2 + 2 * 5), rows.size());
    List<String> titles = rows.stream().map(Comparison::title).toList();
    assertEquals("wrap AES-128-GCM, heap, ms", titles.getFirst());
    assertTrue(titles.contains("unwrap CHACHA20-POLY1305, direct, MB allocated"), titles::toString);
    assertTrue(titles.contains("client's handshake, 1.3 full, own trust, µs"), titles::toString);
    assertEquals("server's handshake, 1.2 resumed, KB allocated", titles.getLast());
    for (Comparison row : rows) {
      assertTrue(row.ours() > 0 && row.theirs() > 0, row::toString);
    }
  }

  @Test
  void argumentsAreChecked() {
    assertNull(Size.parse("--help"));
    assertEquals(12, Size.parse("--rounds", "7", "--handshakes", "0").transfers().size());
    assertEquals(10, Size.parse("--megabytes", "0").kindsOfHandshakes().size());
    assertEquals(6, Size.parse("--only", "direct").transfers().size());
    assertEquals(0, Size.parse("--only", "direct").kindsOfHandshakes().size());
    assertEquals(4 * EngineEnd.TURN, Size.parse("--megabytes", "1").bytes());
    assertRefused("no row is left", "--only", "sideways");
    assertRefused("not a number from 1 on: '0'", "--rounds", "0");
    assertRefused("unknown option --fast", "--fast", "1");
    assertRefused("no directory with classes of this library: '/'", "--against", "/");
  }

  private static void assertRefused(String message, String... arguments) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Size.parse(arguments));
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
