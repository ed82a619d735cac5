package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  /** Near the end of a long's range, where a careless comparison goes wrong. */
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);

  @Test
  void passesWhenItsTimeComes() {
    Deadline deadline = Deadline.in(Duration.ofMillis(3), clock::get);
    assertFalse(deadline.isNever());
    assertFalse(deadline.hasPassed());
    assertEquals(3, deadline.remainingMillis());
    clock.addAndGet(2_000_001);
    assertEquals(999_999, deadline.remainingNanos());
    assertEquals(1, deadline.remainingMillis(), "rounded up, as 0 means no limit to a socket");
    assertFalse(deadline.hasPassed());
    clock.addAndGet(999_999);
    assertTrue(deadline.hasPassed());
    assertEquals(0, deadline.remainingMillis());
    clock.addAndGet(999_999);
    assertEquals(Duration.ZERO, deadline.remaining());
  }

  @Test
  void neverNeverPasses() {
    assertTrue(Deadline.never().isNever());
    assertFalse(Deadline.never().hasPassed());
    assertEquals(Integer.MAX_VALUE, Deadline.never().remainingMillis());
    assertEquals(Long.MAX_VALUE, Deadline.never().remainingNanos());
    assertTrue(Deadline.in(Duration.ofSeconds(Long.MAX_VALUE)).isNever());
    assertEquals("never", Deadline.never().toString());
  }

  @Test
  void noTimeHasPassedAtOnce() {
    assertTrue(Deadline.in(Duration.ZERO, clock::get).hasPassed());
    assertTrue(Deadline.in(Duration.ofSeconds(Long.MIN_VALUE), clock::get).hasPassed());
    assertTrue(Deadline.at(clock.get() - 1, clock::get).hasPassed());
    assertFalse(Deadline.in(Duration.ofHours(1)).hasPassed());
    assertTrue(Deadline.at(System.nanoTime()).hasPassed());
  }

  @Test
  void earlierOfTwo() {
    Deadline soon = Deadline.in(Duration.ofNanos(999), clock::get);
    Deadline late = Deadline.in(Duration.ofNanos(1001), clock::get);
    assertSame(soon, soon.earlier(late));
    assertSame(soon, late.earlier(soon));
    assertSame(soon, soon.earlier(Deadline.never()));
    assertSame(soon, Deadline.never().earlier(soon));
    assertTrue(Deadline.never().earlier(Deadline.never()).isNever());
  }
}
