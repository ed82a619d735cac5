package dev.heddle.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a connection holds while it idles, without a socket and without a thread. The figures are
 * exact but for some tens of bytes, since nothing else runs in the JVM.
 */
class IdleHeapTest {

  /** Of one end, in bytes; it is 4600 in TLS 1.3, and 4800 in TLS 1.2. */
  private static final int MOST = 5000;

  /** What is less has not been measured. */
  private static final int LEAST = 1024;

  @Test
  void anIdleConnectionIsSmall() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IdleHeapChild.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      List<String> lines = output.lines().filter(each -> each.matches("\\d+")).toList();
      assertEquals(2, lines.size(), output);
      for (String line : lines) {
        int bytes = Integer.parseInt(line);
        assertTrue(bytes > LEAST && bytes <= MOST, "bytes of an end: " + output);
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
