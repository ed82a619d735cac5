package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.MessageCallback;
import dev.heddle.config.TlsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much waits for a callback that is behind. */
class MessageTapTest {

  private final List<Integer> seen = new ArrayList<>();
  private MessageTap tap;

  @BeforeEach
  void make() {
    EndRules rules =
        new EndRules(
            TlsConfig.builder().build(),
            (type, body) -> {},
            true,
            null,
            new ReentrantLock(),
            (sent, level, description) -> {});
    tap = new MessageTap((sent, version, type, bytes) -> seen.add(bytes.length), rules);
  }

  private void receive(int messages, int length) {
    for (int i = 0; i < messages; i++) {
      tap.received(MessageCallback.HANDSHAKE, new byte[length]);
    }
  }

  @Test
  void boundedInNumber() {
    receive(MessageCallback.MOST_WAITING + 5, 1);
    tap.tell();
    assertEquals(MessageCallback.MOST_WAITING, seen.size());
  }

  @Test
  void boundedInBytes() {
    receive(MessageCallback.MOST_WAITING, MessageCallback.MOST_WAITING_BYTES / 10);
    tap.tell();
    assertEquals(10, seen.size());
    receive(10, MessageCallback.MOST_WAITING_BYTES / 10);
    tap.tell();
    assertEquals(20, seen.size(), "what was told makes room");
  }

  @Test
  void aLongOneIsShownWhereNoneWaits() {
    receive(2, MessageCallback.MOST_WAITING_BYTES + 1);
    tap.tell();
    assertEquals(List.of(MessageCallback.MOST_WAITING_BYTES + 1), seen);
  }
}
