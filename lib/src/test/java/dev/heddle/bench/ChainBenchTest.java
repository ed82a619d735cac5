package dev.heddle.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The measuring program still runs; its figures are not looked at. */
class ChainBenchTest {

  @Test
  void everyRowIsThere() throws Exception {
    var bytes = new ByteArrayOutputStream();
    ChainBench.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), 2, 1);
    String table = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(table.contains("EC_P256, new leaf"), table);
    assertTrue(table.contains("EC_P256, never seen"), table);
    assertTrue(table.contains("RSA_2048, seen before"), table);
  }
}
