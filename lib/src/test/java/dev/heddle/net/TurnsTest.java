package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Deadline;
import dev.heddle.support.Ends;
import dev.heddle.testing.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final FakeTime time = new FakeTime();
  private final Turns turns = new Turns(1, time);

  @Test
  void whoWaitsIsServedInOrder() throws Exception {
    assertTrue(turns.take(Deadline.never()));
    ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
    List<FutureTask<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      waiting.add(
          Ends.virtually(
              () -> {
                boolean turn = turns.take(Deadline.never());
                order.add(number);
                turns.giveBack();
                return turn;
              }));
      Visitor.await(() -> turns.waiting() == number + 1);
    }
    turns.giveBack();
    for (FutureTask<Boolean> each : waiting) {
      assertTrue(Ends.await(each));
    }
    assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(order));
    assertEquals(0, turns.taken());
  }

  @Test
  void whoHasWaitedTooLongHasNoTurnAndIsPassedOver() throws Exception {
    assertTrue(turns.take(Deadline.never()));
    FutureTask<Boolean> brief = Ends.virtually(() -> turns.take(time.in(Duration.ofSeconds(5))));
    time.awaitAlarms(1);
    time.advance(Duration.ofSeconds(5));
    assertFalse(Ends.await(brief));
    assertEquals(0, turns.waiting());
    turns.giveBack();
    assertEquals(0, turns.taken());
  }

  @Test
  void interruptGivesTheWaitUp() throws Exception {
    assertTrue(turns.take(Deadline.never()));
    Thread[] waiter = new Thread[1];
    FutureTask<Boolean> waiting =
        Ends.virtually(
            () -> {
              waiter[0] = Thread.currentThread();
              return turns.take(Deadline.never());
            });
    Visitor.await(() -> turns.waiting() == 1);
    waiter[0].interrupt();
    assertThrows(InterruptedException.class, () -> Ends.await(waiting));
    turns.giveBack();
    assertEquals(0, turns.taken());
    assertEquals(0, turns.waiting());
  }

  @Test
  void noTurnIsLostWhenAnInterruptMeetsIt() throws Exception {
    for (int i = 0; i < 500; i++) {
      assertTrue(turns.take(Deadline.never()));
      FutureTask<Boolean> waiting =
          new FutureTask<>(
              () -> {
                boolean turn = turns.take(Deadline.never());
                turns.giveBack();
                return turn;
              });
      Thread waiter = Thread.ofVirtual().start(waiting);
      Visitor.await(() -> turns.waiting() == 1);
      Thread other = Thread.ofVirtual().start(waiter::interrupt);
      turns.giveBack();
      other.join();
      waiter.join();
      assertEquals(0, turns.taken());
    }
  }
}
