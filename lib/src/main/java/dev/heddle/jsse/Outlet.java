package dev.heddle.jsse;

import dev.heddle.engine.RecordSink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Where an engine's records wait for {@code wrap}. The record of the data that is being wrapped
 * goes to the destination at once.
 *
 * <p>Under the write lock, but for {@link #isDue}.
 */
final class Outlet implements RecordSink {

  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(2);
  private ByteBuffer destination; // null: records wait
  private boolean ended;
  private volatile boolean due;

  @Override
  public void put(byte[] buf, int off, int length) {
    if (ended) {
      return;
    }
    if (destination != null && waiting.isEmpty() && destination.remaining() >= length) {
      destination.put(buf, off, length);
      destination = null;
      return;
    }
    waiting.add(Arrays.copyOfRange(buf, off, off + length));
    due = !isLoneChangeCipherSpec();
  }

  /**
   * A client of TLS 1.3 puts it out after the ServerHello, for the middle boxes (RFC 8446 section
   * D.4); it goes with what follows.
   */
  private boolean isLoneChangeCipherSpec() {
    byte[] first = waiting.peek();
    return waiting.size() == 1 && first[0] == CHANGE_CIPHER_SPEC;
  }

  /** The next record goes to this buffer, if it has the room and nothing waits. */
  void direct(ByteBuffer target) {
    destination = target;
  }

  /** The call is over that records could go straight to. */
  void hold() {
    destination = null;
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

  /** Takes the first record that waits; there is one, and the target has the room. */
  void next(ByteBuffer target) {
    target.put(waiting.remove());
    due = !waiting.isEmpty();
  }

  private static final byte CHANGE_CIPHER_SPEC = 20;
}
