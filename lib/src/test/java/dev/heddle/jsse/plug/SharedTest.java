package dev.heddle.jsse.plug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.support.Ends;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {

  @Test
  void oneIsMadeForAKey() {
    Shared<Object> shared = new Shared<>(2);
    Object one = shared.get("a", Object::new);
    assertSame(one, shared.get("a", Object::new));
    assertNotSame(one, shared.get("b", Object::new));
  }

  @Test
  void thoseAskedForLastAreKept() {
    Shared<Object> shared = new Shared<>(2);
    Object a = shared.get("a", Object::new);
    Object b = shared.get("b", Object::new);
    shared.get("a", Object::new);
    shared.get("c", Object::new);
    assertSame(a, shared.get("a", Object::new));
    assertNotSame(b, shared.get("b", Object::new));
  }

  @Test
  void failureIsNotKept() {
    Shared<String> shared = new Shared<>(2);
    assertThrows(
        IOException.class,
        () ->
            shared.get(
                "a",
                () -> {
                  throw new IOException("not today");
                }));
    assertEquals("made", shared.get("a", () -> "made"));
  }

  @Test
  void thoseWhoAskAtOnceGetTheSame() throws Exception {
    Shared<Object> shared = new Shared<>(2);
    AtomicInteger made = new AtomicInteger();
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    List<FutureTask<Object>> tasks = new ArrayList<>();
    tasks.add(
        Ends.virtually(
            () ->
                shared.get(
                    "a",
                    () -> {
                      making.countDown();
                      asked.await();
                      return made.incrementAndGet();
                    })));
    making.await();
    for (int i = 0; i < 10; i++) {
      tasks.add(Ends.virtually(() -> shared.get("a", made::incrementAndGet)));
    }
    // Another key does not wait.
    assertEquals("b", shared.get("b", () -> "b"));
    asked.countDown();
    for (FutureTask<Object> task : tasks) {
      assertEquals(1, Ends.await(task));
    }
    assertEquals(1, made.get());
  }
}
