package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakGuardTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seesThreadThatParks(boolean virtual) throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Baseline before = Baseline.now();
    Runnable wait =
        () -> {
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Thread thread =
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).name("left behind").start(wait);
    try {
      List<String> left = before.leftovers(Duration.ZERO);
      assertEquals(1, left.size(), left.toString());
      assertTrue(left.get(0).contains("left behind"), left.get(0));
    } finally {
      mayEnd.countDown();
      thread.join();
    }
    assertEquals(List.of(), before.leftovers(Duration.ofSeconds(5)));
  }

  @Test
  void seesOpenSocket() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc/self/fd here");
    Baseline before = Baseline.now();
    try (ServerSocket socket = new ServerSocket(0)) {
      List<String> left = before.leftovers(Duration.ZERO);
      assertEquals(1, left.size(), left + " of " + socket);
      assertTrue(left.get(0).startsWith("open socket:"), left.get(0));
    }
    assertEquals(List.of(), before.leftovers(Duration.ofSeconds(5)));
  }
}
