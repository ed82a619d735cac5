package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.engine.TlsEngine;
import java.io.IOException;

/**
 * The way in: gathers one whole record at a time from the source, never asking for a byte beyond
 * it. Belongs to whoever holds the read turn.
 */
final class Incoming {

  private final Bio source;
  private final byte[] header = new byte[HEADER];
  private byte[] buffer;
  private volatile int have;
  private int length;
  private volatile long received;

  Incoming(Bio source) {
    this.source = source;
  }

  /**
   * Reads until a record is complete.
   *
   * @return {@link #RECORD}, {@link #END} of the stream, {@link Loop#AGAIN} with {@link #want()},
   *     or {@link Loop#FAILED}: the engine refused the header
   * @throws IOException the transport has failed
   */
  int next(TlsEngine engine) throws IOException {
    while (have < HEADER) {
      int n = read(header, have, HEADER - have);
      if (n <= 0) {
        return n == 0 ? END : Loop.AGAIN;
      }
      have = have + n;
    }
    if (buffer == null) {
      int body = engine.recordLength(header);
      if (body < 0) {
        return Loop.FAILED;
      }
      length = HEADER + body;
      buffer = Buffers.borrow();
      System.arraycopy(header, 0, buffer, 0, HEADER);
    }
    while (have < length) {
      int n = read(buffer, have, length - have);
      if (n <= 0) {
        return n == 0 ? END : Loop.AGAIN;
      }
      have = have + n;
    }
    return RECORD;
  }

  private int read(byte[] target, int off, int count) throws IOException {
    int n = source.read(target, off, count); // IO block
    if (n > 0) {
      received = received + n;
    }
    return n;
  }

  /** The record that is complete. */
  byte[] record() {
    return buffer;
  }

  int recordLength() {
    return length;
  }

  /** Done with the record: wipes it and lets the buffer go. */
  void release() {
    if (buffer != null) {
      Buffers.giveBack(buffer, have);
      buffer = null;
    }
    have = 0;
  }

  /** Whether some bytes of a record have come and others not. */
  boolean isMidRecord() {
    return have > 0;
  }

  Want want() {
    return Want.of(source.readRetry(), Want.READ);
  }

  long received() {
    return received;
  }

  static final int RECORD = 1;
  static final int END = 0;
  private static final int HEADER = 5;
}
