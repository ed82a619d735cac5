package dev.heddle.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource.Alarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FakeTimeTest {

  private final FakeTime time = new FakeTime();
  private final List<String> ran = new ArrayList<>();

  @Test
  void standsStillUntilItIsMoved() {
    assertEquals(0, time.nanoTime());
    Deadline soon = time.in(Duration.ofMillis(5));
    time.advance(Duration.ofMillis(4));
    assertFalse(soon.hasPassed());
    assertEquals(Duration.ofMillis(1), soon.remaining());
    time.advance(Duration.ofMillis(1));
    assertTrue(soon.hasPassed());
  }

  @Test
  void alarmsRunInOrderWithTheClockAtEachOnTheThreadThatMovesIt() {
    set("c", 30);
    set("a", 10);
    set("b", 20);
    set("b2", 20);
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    time.at(time.in(Duration.ofMillis(20)), () -> ranOn.set(Thread.currentThread()));
    time.advance(Duration.ofMillis(29));
    assertEquals(List.of("a at 10", "b at 20", "b2 at 20"), ran);
    assertSame(Thread.currentThread(), ranOn.get());
    time.advance(Duration.ofHours(1));
    assertEquals("c at 30", ran.getLast());
    assertEquals(Duration.ofMillis(29).plusHours(1).toNanos(), time.nanoTime());
  }

  @Test
  void alarmThatAnActionSetsIsOnTheWayToo() {
    time.at(time.in(Duration.ofMillis(10)), () -> set("again", 10));
    time.advance(Duration.ofMillis(20));
    assertEquals(List.of("again at 20"), ran);
  }

  @Test
  void cancelledAlarmIsForgotten() {
    Alarm alarm = set("never", 10);
    assertEquals(1, time.alarms());
    assertTrue(alarm.cancel());
    assertEquals(0, time.alarms());
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), ran);
    assertTrue(alarm.cancel());
    assertFalse(alarm.fired());

    Alarm other = set("once", 10);
    time.advance(Duration.ofSeconds(1));
    assertTrue(other.fired());
    assertFalse(other.cancel());
  }

  @Test
  void neverIsNoAlarm() {
    Alarm never = time.at(Deadline.never(), () -> ran.add("never"));
    assertEquals(0, time.alarms());
    time.advance(Duration.ofDays(100_000));
    assertTrue(never.cancel());
    assertEquals(List.of(), ran);
  }

  @Test
  void alarmThatIsDueAlreadyRunsAtOnce() throws Exception {
    CountDownLatch rang = new CountDownLatch(1);
    time.at(time.in(Duration.ZERO), rang::countDown);
    assertTrue(rang.await(10, TimeUnit.SECONDS));
  }

  @Test
  void waitsForTheAlarmsOfOtherThreads() throws Exception {
    Thread.startVirtualThread(
        () -> {
          set("a", 100);
          set("b", 50);
        });
    time.awaitAlarms(2);
    time.awaitAlarmWithin(Duration.ofMillis(50));
    assertEquals("FakeTime[PT0S, alarms in [PT0.05S, PT0.1S]]", time.toString());
  }

  @Test
  void saysWhatItDoesNotDo() {
    assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofNanos(-1)));
    time.at(time.in(Duration.ofMillis(1)), () -> time.advance(Duration.ZERO));
    assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofMillis(1)));
  }

  private Alarm set(String name, int millis) {
    return time.at(
        time.in(Duration.ofMillis(millis)),
        () -> ran.add(name + " at " + Duration.ofNanos(time.nanoTime()).toMillis()));
  }
}
