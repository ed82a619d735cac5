package dev.heddle.engine;

/**
 * Handshake messages that leave in one record (RFC 8446 section 5.1), where bctls has a record for
 * each: sealing a short record, and opening it, costs much the same as a long one.
 *
 * <p>Under the write lock.
 */
final class Flight {

  /** Null while messages leave one by one. */
  private OpenBuffer messages;

  private int limit;

  /** From now on messages are gathered, until {@link #end}. */
  void begin(int most) {
    limit = most;
    messages = new OpenBuffer(FIRST);
  }

  boolean isOpen() {
    return messages != null;
  }

  /** Whether a record has room for so much more. */
  boolean hasRoom(int length) {
    return messages.size() + length <= limit;
  }

  void add(byte[] buf, int off, int length) {
    messages.write(buf, off, length);
  }

  /** What has been gathered, from the beginning of this array. */
  byte[] messages() {
    return messages.array();
  }

  int size() {
    return messages.size();
  }

  /** What has been gathered is on its way. */
  void clear() {
    messages.reset();
  }

  /** Messages leave one by one again. */
  void end() {
    messages = null;
  }

  private static final int FIRST = 128;
}
