package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A connection that its driver gives up. */
class AbortTest {

  /** A writer may meet the closed engine before the reader has told anybody why it closed it. */
  @Test
  void bothHalvesHaveTheSameReason() {
    ReentrantLock lock = new ReentrantLock();
    TlsConfig config = TlsConfig.builder().hostName("localhost").build();
    TlsEngine engine =
        TlsEngine.client(
            config, null, null, lock, (buf, off, length) -> {}, (sent, level, description) -> {});
    assertEquals(Step.MORE, engine.start());
    Fault reason = new Fault.PeerBrokeRules(Alert.UNEXPECTED_MESSAGE, "too many of something");
    engine.abort(reason, Alert.UNEXPECTED_MESSAGE.code());
    assertSame(reason, engine.fault());
    lock.lock();
    try {
      assertSame(reason, engine.write(new byte[1], 0, 1));
    } finally {
      lock.unlock();
    }
  }
}
