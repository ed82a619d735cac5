package dev.heddle.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PinningTest {

  /** Blocks while the JVM initializes it, which pins on every Java. */
  private static final class Blocking {
    static {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    static void touch() {}
  }

  @Test
  void countsWhatBlocksWithoutLeavingItsCarrier() throws InterruptedException {
    Pinning pinning = Pinning.watch();
    try (pinning) {
      Thread.ofVirtual().start(Blocking::touch).join();
    }
    assertEquals(1, pinning.ours());
    assertNotNull(pinning.example());
  }

  @Test
  void doesNotCountWhatLeavesItsCarrier() throws InterruptedException {
    Pinning pinning = Pinning.watch();
    try (pinning) {
      Thread.ofVirtual().start(() -> LockSupport.parkNanos(Duration.ofMillis(5).toNanos())).join();
    }
    assertEquals(0, pinning.ours());
    assertNull(pinning.example());
  }
}
