package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.bench.ManyBlocked;
import dev.heddle.support.PinGuard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A virtual thread that blocks in this library lets go of its carrier, on JDK 21 too. */
class PinningTest {

  private static final int CONNECTIONS = 500;
  private static final int DELAY_MILLIS = 200;

  /** Loading a class does hold the carriers of those who wait for it: that comes first. */
  @BeforeAll
  static void warmUp() throws Exception {
    ManyBlocked.run(1, 0);
  }

  /**
   * Were a carrier held while its thread waits, the phases would take turns on the machine's few
   * carriers. How far below that they stay on a quiet machine is for {@link ManyBlocked} to show.
   */
  @Test
  @ExtendWith(PinGuard.class)
  void manyBlockedAtOnce() throws Exception {
    List<ManyBlocked.Phase> phases = ManyBlocked.run(CONNECTIONS, DELAY_MILLIS);
    ManyBlocked.print(phases, System.out);
    long inTurns = (long) CONNECTIONS * DELAY_MILLIS / Runtime.getRuntime().availableProcessors();
    for (ManyBlocked.Phase phase : phases) {
      assertTrue(phase.wallMillis() < inTurns / 2 + phase.cpuMillis(), phase::toString);
    }
  }

  /** The JDK's own tracer names the frames that hold a monitor while their thread is pinned. */
  @Test
  void theTracerSeesNoMonitorOfOurs(@TempDir Path dir) throws Exception {
    assumeTrue(Runtime.version().feature() < 24, "JDK 24 took the tracer away, and the pinning");
    Path output = dir.resolve("traced.txt");
    Process traced =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.tracePinnedThreads=full",
                "-cp",
                System.getProperty("java.class.path"),
                ManyBlocked.class.getName(),
                "" + CONNECTIONS,
                "" + DELAY_MILLIS)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(traced.waitFor(50, TimeUnit.SECONDS), "the traced run did not end");
    } finally {
      traced.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertEquals(0, traced.exitValue(), () -> String.join("\n", lines));
    List<String> ours =
        lines.stream()
            .filter(line -> line.contains("<== monitors"))
            .filter(line -> line.contains("dev.heddle.") || line.contains("org.bouncycastle."))
            .toList();
    assertEquals(List.of(), ours);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("write")), "all phases ran");
  }
}
