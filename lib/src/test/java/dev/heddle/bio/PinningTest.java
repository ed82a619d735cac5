package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.bio.Loopback.Kind;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A virtual thread that waits in a transport leaves its carrier; on JDK 21 it might not. */
class PinningTest {

  @Test
  void nothingPins() throws Exception {
    everyWait(); // class loading does pin
    assertEquals(List.of(), pinnedIn(PinningTest::everyWait));
  }

  /** Shows that the recording would see it. */
  @Test
  void recordingSeesAPin() throws Exception {
    if (Runtime.version().feature() < 24) {
      List<String> pinned = pinnedIn(() -> Stuck.start(true, () -> inAMonitor(20)).result());
      assertFalse(pinned.isEmpty());
    }
  }

  private static Object inAMonitor(int millis) {
    Object monitor = new Object();
    synchronized (monitor) {
      java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000L);
    }
    return null;
  }

  private static void everyWait() throws Exception {
    for (Kind kind : Kind.values()) {
      try (Loopback loopback = Loopback.of(kind)) {
        Bio bio = loopback.bio();
        Stuck read = Stuck.in(true, () -> bio.read(new byte[10], 0, 10));
        loopback.send("x");
        assertEquals(1, read.result());
        if (bio.receiveTimeout(1000)) {
          Stuck timed = Stuck.in(true, () -> bio.read(new byte[10], 0, 10));
          loopback.send("x");
          assertEquals(1, timed.result());
          bio.receiveTimeout(1);
          assertEquals(-1, Stuck.start(true, () -> bio.read(new byte[10], 0, 10)).result());
        }
        bio.receiveTimeout(0);
        int size = 8 << 20;
        Stuck write = Stuck.in(true, () -> writeAll(bio, size));
        ByteBuffer got = ByteBuffer.allocate(size);
        while (got.hasRemaining()) {
          loopback.peer().read(got);
        }
        write.result();
        Stuck freed = Stuck.in(true, () -> bio.read(new byte[1], 0, 1));
        Stuck.start(
                true,
                () -> {
                  bio.close();
                  return null;
                })
            .result();
        freed.freedAfter(0);
      }
    }
  }

  private static Object writeAll(Bio bio, int size) throws IOException {
    byte[] data = new byte[size];
    for (int at = 0; at < size; ) {
      at += bio.write(data, at, size - at);
    }
    return null;
  }

  private interface Waits {
    void run() throws Exception;
  }

  private static List<String> pinnedIn(Waits waits) throws Exception {
    try (PinGuard.Watch watch = PinGuard.Watch.start()) {
      waits.run();
      return watch.stop();
    }
  }
}
