package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Keys that rotate by themselves: each seals for one hour and opens for three. */
class TicketKeysTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final TicketKeys keys = new RotatingTicketKeys(Duration.ofHours(1), now::get);

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private TicketKey sealing() {
    return keys.keys().get(0);
  }

  @Test
  void keySealsForOneHourAndOpensForThree() {
    TicketKey first = sealing();
    pass(Duration.ofMinutes(60).minusMillis(1));
    assertSame(first, sealing());
    pass(Duration.ofMillis(1));
    TicketKey second = sealing();
    assertEquals(List.of(second, first), keys.keys());
    pass(Duration.ofHours(1));
    TicketKey third = sealing();
    assertEquals(List.of(third, second, first), keys.keys());
    pass(Duration.ofHours(1).minusMillis(1));
    assertTrue(keys.keys().contains(first));
    pass(Duration.ofMillis(1));
    assertFalse(keys.keys().contains(first));
    assertEquals(List.of(second), keys.keys().subList(2, 3));
  }

  @Test
  void keyThatNobodyAskedForInTimeIsNotKeptLonger() {
    TicketKey first = sealing();
    pass(Duration.ofMinutes(150));
    assertEquals(List.of(first), keys.keys().subList(1, 2));
    pass(Duration.ofMinutes(30));
    assertFalse(keys.keys().contains(first));
    pass(Duration.ofDays(30));
    assertEquals(1, keys.keys().size());
  }

  @Test
  void clockSetBackMakesNoKeyLastForLong() {
    TicketKey first = sealing();
    pass(Duration.ofMinutes(-30));
    assertSame(first, sealing());
    pass(Duration.ofDays(-1));
    assertNotEquals(first, sealing());
    assertTrue(keys.keys().contains(first));
    TicketKey second = sealing();
    pass(Duration.ofHours(1));
    assertNotEquals(second, sealing());
    pass(Duration.ofHours(1));
    assertEquals(3, keys.keys().size());
    assertFalse(keys.keys().contains(first));
  }

  @Test
  void threadsAgreeOnTheNewKey() throws Exception {
    for (int round = 0; round < 50; round++) {
      pass(Duration.ofHours(1));
      Set<TicketKey> seen = ConcurrentHashMap.newKeySet();
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (int i = 0; i < 8; i++) {
          threads.execute(() -> seen.add(sealing()));
        }
      }
      assertEquals(1, seen.size());
    }
  }

  @Test
  void eachHasItsOwn() {
    TicketKeys one = TicketKeys.rotating();
    TicketKeys other = TicketKeys.rotating();
    assertSame(one.keys().get(0), one.keys().get(0));
    assertNotEquals(one.keys().get(0).toString(), other.keys().get(0).toString());
  }
}
