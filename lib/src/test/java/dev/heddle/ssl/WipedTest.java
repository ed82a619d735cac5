package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of a connection that is over, nothing in the whole heap knows its secrets any more, though its
 * objects are held on to; nor a password, once it has been used.
 */
class WipedTest {

  @TempDir Path directory;

  @Test
  void secretsThatAreDoneWithAreGone() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                WipedChild.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      List<String> lines = output.lines().toList();
      assertTrue(lines.get(0).matches("[1-9]\\d\\d secrets"), output);
      assertEquals(1, lines.size(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
