package dev.heddle.jsse;

import dev.heddle.engine.RecordSink;
import dev.heddle.loop.Buffers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Where an engine's records wait for {@code wrap}. The record of the data that is being wrapped is
 * made in the destination, if that has an array.
 *
 * <p>Under the write lock, but for {@link #isDue}.
 */
final class Outlet implements RecordSink {

  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(2);
  private ByteBuffer destination; // null: records wait
  private byte[] scratch; // lent, for a destination that has no array
  private boolean ended;
  private volatile boolean due;

  @Override
  public byte[] room(int length) {
    if (!fits(length)) {
      return null;
    }
    if (destination.hasArray()) {
      return destination.array();
    }
    if (scratch == null) {
      scratch = Buffers.borrow();
    }
    return scratch;
  }

  @Override
  public int roomOffset() {
    return scratch == null ? destination.arrayOffset() + destination.position() : 0;
  }

  @Override
  public void put(byte[] buf, int off, int length) {
    if (ended) {
      return;
    }
    if (fits(length)) {
      if (destination.hasArray() && destination.array() == buf) {
        destination.position(destination.position() + length); // it was made there
      } else {
        destination.put(buf, off, length);
      }
      return;
    }
    if (isLoneChangeCipherSpec()) {
      byte[] before = waiting.remove();
      byte[] both = Arrays.copyOf(before, before.length + length);
      System.arraycopy(buf, off, both, before.length, length);
      waiting.add(both);
    } else {
      waiting.add(Arrays.copyOfRange(buf, off, off + length));
    }
    due = !isLoneChangeCipherSpec();
  }

  /** Whether the record goes straight to the destination. */
  private boolean fits(int length) {
    return destination != null && waiting.isEmpty() && destination.remaining() >= length;
  }

  /**
   * A client of TLS 1.3 puts it out after the ServerHello, for the middle boxes (RFC 8446 section
   * D.4); it waits for what follows, and goes with it.
   */
  private boolean isLoneChangeCipherSpec() {
    byte[] first = waiting.peek();
    return waiting.size() == 1 && first[0] == CHANGE_CIPHER_SPEC && first.length == 6;
  }

  /** The next records go to this buffer, as long as it has the room and nothing waits. */
  void direct(ByteBuffer target) {
    destination = target;
  }

  /** Records wait again. */
  void hold() {
    destination = null;
    if (scratch != null) {
      Buffers.giveBack(scratch, 0); // a record of ours, which the network will see
      scratch = null;
    }
  }

  /** Nothing follows what waits: what is put later is dropped. */
  void end() {
    ended = true;
    due = !waiting.isEmpty();
  }

  /** Whether there is a record that the peer may wait for. Any thread. */
  boolean isDue() {
    return due;
  }

  /** The length of the first record that waits, in bytes; there is one. */
  int nextLength() {
    return waiting.element().length;
  }

  /**
   * Takes the records that wait, as many as the target has room for, at least one. A flight that
   * leaves at once is answered as a whole: a peer that refuses a part of it does not close before
   * the rest has come, which would make TCP drop the alert that says why.
   */
  void next(ByteBuffer target) {
    do {
      target.put(waiting.remove());
    } while (!waiting.isEmpty() && waiting.element().length <= target.remaining());
    due = !waiting.isEmpty();
  }

  private static final byte CHANGE_CIPHER_SPEC = 20;
}
