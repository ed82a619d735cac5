package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PinGuardTest {

  @Test
  void seesThreadThatBlocksInClassInitializer() throws Exception {
    List<String> pins = pins(Initializer::touch);
    assertTrue(!pins.isEmpty() && pins.getFirst().contains("Initializer"), pins.toString());
  }

  @Test
  void seesThreadThatBlocksInMonitor() throws Exception {
    assumeTrue(Runtime.version().feature() < 24, "from JDK 24 on monitors do not pin");
    Object monitor = new Object();
    List<String> pins =
        pins(
            () -> {
              synchronized (monitor) {
                block();
              }
            });
    assertTrue(!pins.isEmpty() && pins.getFirst().contains("PinGuardTest"), pins.toString());
  }

  @Test
  void seesNothingWhereThreadUnmounts() throws Exception {
    assertEquals(List.of(), pins(PinGuardTest::block));
  }

  private static List<String> pins(Runnable task) throws InterruptedException {
    PinGuard.Watch watch = PinGuard.Watch.start();
    Thread.ofVirtual().start(task).join();
    return watch.stop();
  }

  private static void block() {
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  private static final class Initializer {
    static {
      block();
    }

    static void touch() {}
  }
}
