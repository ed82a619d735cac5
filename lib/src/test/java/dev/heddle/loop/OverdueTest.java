package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.FakeTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An alarm whose deadline moves. */
class OverdueTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeTime time = new FakeTime();
  private final AtomicInteger late = new AtomicInteger();
  private final Overdue overdue = new Overdue(time, late::incrementAndGet);

  @Test
  void countsTheLastDeadlineAlone() {
    overdue.at(time.in(SECOND));
    overdue.at(time.in(SECOND.multipliedBy(2)));
    time.advance(SECOND);
    assertEquals(0, late.get());
    time.advance(SECOND);
    assertEquals(1, late.get());
  }

  /** A read or write that ends beside a close may be a moment behind it. */
  @Test
  void setsNoAlarmOnceItIsStopped() {
    overdue.stop();
    overdue.at(time.in(SECOND));
    assertEquals(0, time.alarms());
    time.advance(SECOND);
    assertEquals(0, late.get());
  }
}
