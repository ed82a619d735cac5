package dev.heddle.engine;

import java.util.Arrays;

/**
 * Handshake messages that leave in one record (RFC 8446 section 5.1), where bctls has a record for
 * each: sealing a short record, and opening it, costs much the same as a long one.
 *
 * <p>Under the write lock.
 */
final class Flight {

  private byte[] messages;
  private int size;
  private int limit;

  /** From now on messages are gathered, until {@link #end}. */
  void begin(int most) {
    limit = most;
    messages = new byte[FIRST];
    size = 0;
  }

  boolean isOpen() {
    return messages != null;
  }

  /** Whether a record has room for so much more. */
  boolean hasRoom(int length) {
    return size + length <= limit;
  }

  void add(byte[] buf, int off, int length) {
    if (size + length > messages.length) {
      messages = Arrays.copyOf(messages, Math.max(size + length, 2 * messages.length));
    }
    System.arraycopy(buf, off, messages, size, length);
    size += length;
  }

  /** What has been gathered, from the beginning of this array. */
  byte[] messages() {
    return messages;
  }

  int size() {
    return size;
  }

  /** What has been gathered is on its way. */
  void clear() {
    size = 0;
  }

  /** Messages leave one by one again. */
  void end() {
    messages = null;
  }

  private static final int FIRST = 128;
}
