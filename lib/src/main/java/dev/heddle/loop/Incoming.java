package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.engine.TlsEngine;
import java.io.IOException;
import java.util.Arrays;

/**
 * The way in: gathers one whole record at a time from the source, and asks for no byte beyond it
 * unless it may read ahead. Belongs to whoever holds the read turn.
 *
 * <p>A header is waited for without a buffer, so that an idle connection has none. One that reads
 * ahead waits with {@value #AHEAD} bytes of its own, which short records fit into, or, in a
 * handshake, with {@value #FLIGHT}, which most flights fit into, and asks for all there is once a
 * header has come: what has come then takes one call, or two. Behind a long record of data it waits
 * with a header's room as well: the next is long mostly, and takes two calls either way.
 *
 * <p>What a long record says is put into a buffer of its own ({@link #plainRoom}).
 */
final class Incoming {

  private final Bio source;
  private final Settings settings;
  private byte[] first = new byte[HEADER]; // begins with the header, or with what has come of it
  private byte[] buffer; // null: no header is complete, or the record is no longer needed
  private byte[] plain; // null: the record is opened where it is
  private int start; // where in the buffer the record is
  private int length; // of the record; 0: not known yet
  private boolean afterLong; // the last record was a long one, of data
  private volatile int have; // bytes of the record and of what follows it
  private volatile long received;

  Incoming(Bio source, Settings settings) {
    this.source = source;
    this.settings = settings;
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
      int most = mostAtFirst(engine);
      int n = read(first, have, most - have);
      if (n <= 0) {
        return n == 0 ? END : Loop.AGAIN;
      }
      have = have + n;
    }
    if (length == 0) {
      int body = engine.recordLength(first);
      if (body < 0) {
        return Loop.FAILED;
      }
      length = HEADER + body;
      makeRoom();
    }
    while (have < length) {
      int end = start + have;
      int most = settings.readAhead ? buffer.length - end : length - have;
      int n = read(buffer, end, most);
      if (n <= 0) {
        return n == 0 ? END : Loop.AGAIN;
      }
      have = have + n;
    }
    return RECORD;
  }

  /** How much is asked for before there is a header; sees to room for it. */
  private int mostAtFirst(TlsEngine engine) {
    int most = HEADER;
    if (settings.readAhead && !afterLong) {
      most = engine.isHandshakeDone() ? AHEAD : FLIGHT;
    }
    if (first.length < most || first.length > most && have == 0) {
      first = Arrays.copyOf(first, most);
    }
    return most;
  }

  private void makeRoom() {
    if (buffer == null) {
      buffer = Buffers.borrow();
      start = 0;
      System.arraycopy(first, 0, buffer, 0, have);
    } else if (start + length > buffer.length) {
      System.arraycopy(buffer, start, buffer, 0, have);
      start = 0;
    }
  }

  private int read(byte[] target, int off, int count) throws IOException {
    int n = source.read(target, off, count); // IO block
    if (n > 0) {
      received = received + n;
    }
    return n;
  }

  /** The array that has the record that is complete. */
  byte[] record() {
    return buffer;
  }

  /** Where in the array it begins. */
  int recordOffset() {
    return start;
  }

  int recordLength() {
    return length;
  }

  /**
   * Where to put the data of the record, all of the array; null for a short one, of which that
   * would save nothing.
   */
  byte[] plainRoom() {
    afterLong = length >= TlsEngine.LONG_RECORD;
    if (plain == null && afterLong) {
      plain = Buffers.borrow();
    }
    return plain;
  }

  /** The record has been opened. Its own buffer goes, if the data is in another one. */
  void opened(byte[] data) {
    if (data == plain && have == length) {
      Buffers.giveBack(buffer, 0);
      buffer = null;
    }
  }

  /** Done with the record: goes on to what follows it, and lets the buffer go if nothing does. */
  void release() {
    int left = have - length;
    givePlainBack();
    if (buffer == null || length == 0 || left <= 0) {
      drop();
      return;
    }
    int next = start + length;
    System.arraycopy(buffer, next, first, 0, Math.min(left, HEADER));
    if (left < HEADER) {
      drop();
    } else {
      Arrays.fill(buffer, start, next, (byte) 0);
      start = next;
      length = 0;
    }
    have = left;
  }

  /**
   * The handshake is done, and nobody need read on: what has come since, a ticket or two mostly,
   * waits without a buffer if it is short.
   */
  void settle() {
    if (buffer != null && have <= first.length) {
      System.arraycopy(buffer, start, first, 0, have);
      Buffers.giveBack(buffer, start + have);
      buffer = null;
    }
  }

  /** Nothing that has come is wanted any more: wipes it and lets the buffer go. */
  void drop() {
    givePlainBack();
    if (buffer != null) {
      Buffers.giveBack(buffer, start + have);
      buffer = null;
    }
    length = 0;
    have = 0;
  }

  private void givePlainBack() {
    if (plain != null) {
      Buffers.giveBack(plain, length);
      plain = null;
    }
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
  private static final int AHEAD = 512;
  private static final int FLIGHT = 2048;
}
