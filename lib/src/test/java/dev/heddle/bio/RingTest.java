package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers against a queue of bytes that cannot be wrong. */
class RingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 1000})
  void ringIsAQueueOfItsSize(int capacity) {
    Random random = seeded("ring");
    Ring ring = new Ring(capacity);
    Deque<Byte> model = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      int off = random.nextInt(4);
      int len = random.nextInt(2 * capacity + 2);
      if (random.nextBoolean()) {
        byte[] from = new byte[off + len + 3];
        random.nextBytes(from);
        int n = ring.put(from, off, len);
        assertEquals(Math.min(len, capacity - model.size()), n);
        for (int i = 0; i < n; i++) {
          model.add(from[off + i]);
        }
      } else {
        check(model, off, len, ring::get);
      }
      if (random.nextInt(500) == 0) {
        ring.clear();
        model.clear();
      }
      assertEquals(model.size(), ring.length());
    }
  }

  @Test
  void memoryIsAQueueThatGrows() throws Exception {
    Random random = seeded("memory");
    for (int maximum : new int[] {1, 700, 5000, Integer.MAX_VALUE - 8}) {
      MemoryBio memory = MemoryBio.bounded(maximum);
      Deque<Byte> model = new ArrayDeque<>();
      for (int step = 0; step < 5_000; step++) {
        int off = random.nextInt(4);
        int len = 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 50);
        if (random.nextBoolean()) {
          byte[] from = new byte[off + len];
          random.nextBytes(from);
          int n = memory.write(from, off, len);
          assertEquals(Math.min(len, maximum - model.size()), Math.max(0, n));
          for (int i = 0; i < n; i++) {
            model.add(from[off + i]);
          }
        } else {
          check(model, off, len, (to, o, l) -> Math.max(0, memory.read(to, o, l)));
        }
        assertEquals(model.size(), memory.pending());
      }
    }
  }

  private interface Get {
    int get(byte[] to, int off, int len) throws Exception;
  }

  /** Takes bytes, and looks at those around them too. */
  private static void check(Deque<Byte> model, int off, int len, Get get) {
    byte[] to = new byte[off + len + 3];
    Arrays.fill(to, (byte) 99);
    byte[] expected = to.clone();
    int due = Math.min(len, model.size());
    for (int i = 0; i < due; i++) {
      expected[off + i] = model.remove();
    }
    try {
      assertEquals(due, get.get(to, off, len));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertArrayEquals(expected, to);
  }

  private static Random seeded(String what) {
    long seed = System.nanoTime();
    System.out.println("RingTest " + what + " seed " + seed);
    return new Random(seed);
  }
}
