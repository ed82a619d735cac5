package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Loopback.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads that are stuck in a read or a write, and what frees them, promptly whatever the owner's
 * linger time is.
 */
class StuckTest {
  private static final int LINGER_SECONDS = 5;
  private static final long PROMPT_MILLIS = 100;

  enum What {
    READ,
    TIMED_READ,
    WRITE,
    BOTH
  }

  record Case(Kind kind, What what, boolean virtual) {

    static Stream<Case> all() {
      List<Case> all = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        for (What what : What.values()) {
          all.add(new Case(kind, what, true));
          all.add(new Case(kind, what, false));
        }
      }
      return all.stream();
    }

    static Stream<Case> interruptible() {
      return all()
          .filter(each -> each.what != What.BOTH)
          .filter(each -> each.virtual || each.kind == Kind.CHANNEL || each.kind == Kind.UNIX);
    }

    List<Stuck> in(Bio bio) throws IOException {
      List<Stuck> stuck = new ArrayList<>();
      if (what == What.TIMED_READ) {
        assertTrue(bio.receiveTimeout(60_000));
      }
      if (what != What.WRITE) {
        stuck.add(Stuck.in(virtual, () -> bio.read(new byte[1], 0, 1)));
      }
      if (what == What.WRITE || what == What.BOTH) {
        stuck.add(Stuck.in(virtual, () -> writeForEver(bio)));
      }
      return stuck;
    }

    private static Object writeForEver(Bio bio) throws IOException {
      byte[] much = new byte[1 << 20];
      while (true) {
        bio.write(much, 0, much.length);
      }
    }
  }

  static Stream<Case> all() {
    return Case.all();
  }

  static Stream<Case> interruptible() {
    return Case.interruptible();
  }

  @ParameterizedTest
  @MethodSource("all")
  void closeFreesThem(Case each) throws Exception {
    assertPrompt(each, Bio::close);
  }

  @ParameterizedTest
  @MethodSource("all")
  void abortFreesThem(Case each) throws Exception {
    assertPrompt(each, Bio::abort);
  }

  /** What is freed by the JDK's interrupt: virtual threads always, others only on a channel. */
  @ParameterizedTest
  @MethodSource("interruptible")
  void interruptFreesThemAndStays(Case each) throws Exception {
    try (Loopback loopback = Loopback.of(each.kind)) {
      Stuck stuck = each.in(loopback.bio()).getFirst();
      long begun = System.nanoTime();
      stuck.interrupt();
      long freed = stuck.freedAfter(begun);
      assertInstanceOf(IOException.class, stuck.failure());
      assertTrue(stuck.interrupted(), "the flag is gone");
      assertTrue(freed < 10 * PROMPT_MILLIS, "freed after " + freed + " ms");
    }
  }

  /** One prompt run of three will do on a busy machine; waiting for the linger time never is. */
  private static void assertPrompt(Case each, java.util.function.Consumer<Bio> end)
      throws Exception {
    List<String> slow = new ArrayList<>();
    while (slow.size() < 3) {
      try (Loopback loopback = Loopback.of(each.kind, LINGER_SECONDS)) {
        List<Stuck> stuck = each.in(loopback.bio());
        long begun = System.nanoTime();
        end.accept(loopback.bio());
        long returned = (System.nanoTime() - begun) / 1_000_000;
        long freed = 0;
        for (Stuck one : stuck) {
          freed = Math.max(freed, one.freedAfter(begun));
          assertInstanceOf(IOException.class, one.failure());
        }
        if (returned < PROMPT_MILLIS && freed < PROMPT_MILLIS) {
          return;
        }
        slow.add("returned after " + returned + " ms, freed after " + freed + " ms");
      }
    }
    assertEquals(List.of(), slow);
  }
}
