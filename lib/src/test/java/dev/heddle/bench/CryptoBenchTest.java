package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The measuring program still runs; its figures are not looked at. */
class CryptoBenchTest {

  @Test
  void everyRowHasAFigureOfOurs() throws Exception {
    String table = run("--rounds", "1", "--millis", "1", "--only", "^(?!.*peers)");
    assertTrue(table.contains("ChaCha20-Poly1305 open 16 KB"), table);
    assertTrue(table.contains("1.2 x25519 RSA_2048"), table);
    assertFalse(table.lines().anyMatch(line -> line.endsWith("-")), table);
  }

  @Test
  void helpSaysHow() throws Exception {
    assertTrue(run("--help").startsWith("Usage: CryptoBench"));
    assertTrue(run("--unknown", "x").startsWith("Usage: CryptoBench"));
  }

  private static String run(String... arguments) throws Exception {
    var bytes = new ByteArrayOutputStream();
    CryptoBench.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
