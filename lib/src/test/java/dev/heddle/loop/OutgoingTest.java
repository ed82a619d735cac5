package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.CallbackBio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Records gather in one queue and leave it in the order in which they came. */
class OutgoingTest {

  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
  private final ReentrantLock writeLock = new ReentrantLock();
  private final Random random = new Random(1);
  private int calls;
  private Runnable meanwhile = () -> {};

  private final Bio sink =
      CallbackBio.over(
              (buf, off, length) -> 0,
              (buf, off, length) -> {
                calls++;
                arrived.write(buf, off, length);
                meanwhile.run();
                return length;
              })
          .build();

  private final Outgoing out = new Outgoing(sink, writeLock);

  private void put(int length) {
    byte[] record = new byte[length + 7];
    random.nextBytes(record);
    writeLock.lock();
    try {
      out.put(record, 7, length);
    } finally {
      writeLock.unlock();
    }
    expected.write(record, 7, length);
  }

  private void assertAllArrived() throws IOException {
    assertEquals(Outgoing.DONE, out.flush());
    assertArrayEquals(expected.toByteArray(), arrived.toByteArray());
    assertFalse(out.isUnsent());
    assertEquals(0, Buffers.lent());
  }

  @Test
  void whatIsThereGoesOutInOneCall() throws IOException {
    for (int length : new int[] {1, 200, 16_000, Buffers.SIZE, 3}) {
      put(length);
    }
    assertAllArrived();
    assertEquals(1, calls);
  }

  /** As when the reading half answers while the writing one sends. */
  @Test
  void whatComesMeanwhileFollows() throws IOException {
    put(10_000);
    meanwhile =
        () -> {
          meanwhile = () -> {};
          put(24);
        };
    assertAllArrived();
    assertEquals(2, calls);
  }

  /** One that is alone and long goes from where it is; whatever comes to it, in its order. */
  @Test
  void aLongRecordNeedsNoBufferOfOurs() throws IOException {
    put(10_000);
    assertTrue(out.isDue());
    assertEquals(0, Buffers.lent());
    assertAllArrived();
    put(10_000);
    put(9);
    put(12_000);
    assertEquals(1, Buffers.lent());
    assertAllArrived();
    put(10_000);
    out.forgetQueue();
    assertFalse(out.isDue());
    expected.reset();
    arrived.reset();
    put(9);
    assertAllArrived();
    assertEquals(3, calls);
  }

  @Test
  void aForgottenQueueIsGivenBack() {
    put(10);
    assertTrue(out.isDue());
    assertEquals(1, Buffers.lent());
    out.forgetQueue();
    assertFalse(out.isDue());
    assertEquals(0, Buffers.lent());
  }
}
