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

  /** As the engine makes one: fills the room, and may fail. */
  private void make(int length, boolean fails) {
    byte[] record = new byte[length];
    random.nextBytes(record);
    writeLock.lock();
    try {
      byte[] room = out.room(length);
      int off = out.roomOffset();
      System.arraycopy(record, 0, room, off, length);
      if (!fails) {
        out.put(room, off, length);
        expected.write(record, 0, length);
      }
    } finally {
      writeLock.unlock();
    }
  }

  @Test
  void recordsAreMadeWhereTheyAreSentFrom() throws IOException {
    make(Buffers.SIZE, false);
    assertTrue(out.isDue());
    assertEquals(1, Buffers.lent());
    assertAllArrived();
    for (int length : new int[] {24, 300}) {
      make(length, false);
      put(length);
    }
    make(17_000, false);
    make(Buffers.SIZE, false);
    put(5);
    assertEquals(1, Buffers.lent());
    assertAllArrived();
    assertEquals(2, calls);
  }

  @Test
  void aRecordThatFailsLeavesTheOthersAsTheyAre() throws IOException {
    make(100, true);
    assertFalse(out.isDue());
    assertAllArrived();
    assertEquals(0, calls);
    make(40, false);
    put(50);
    make(Buffers.SIZE, true);
    make(60, true);
    put(31);
    make(16_000, true);
    assertAllArrived();
    assertEquals(1, calls);
  }

  /** As when the reading half answers while the writing one sends. */
  @Test
  void whatIsMadeMeanwhileFollows() throws IOException {
    make(10_000, false);
    meanwhile =
        () -> {
          meanwhile = () -> {};
          make(24, false);
          make(24, true);
        };
    assertAllArrived();
    assertEquals(2, calls);
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
