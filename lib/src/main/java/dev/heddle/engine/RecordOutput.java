package dev.heddle.engine;

import java.io.OutputStream;

/**
 * bctls' way out, straight to the driver's sink. It writes one whole record at a time, out of the
 * sink's room or of an array that is made for it and dropped (RecordStream.java:307). The queue
 * that it would keep instead lets go of its memory, or holds it for as long as the connection
 * lives, and takes two arrays of a record's length to pass one on.
 *
 * <p>Everything here is under the write lock.
 */
final class RecordOutput extends OutputStream {

  private final RecordSink sink;
  private final byte[] header = new byte[RecordHeader.LENGTH];
  private boolean hasHeader;

  RecordOutput(RecordRoom room) {
    this.sink = room.sink();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buf, int off, int length) {
    System.arraycopy(buf, off, header, 0, Math.min(length, RecordHeader.LENGTH));
    hasHeader = true;
    sink.put(buf, off, length);
  }

  void forgetHeader() {
    hasHeader = false;
  }

  /** Whether there has been a record since {@link #forgetHeader}. */
  boolean hasHeader() {
    return hasHeader;
  }

  /** The header of the last record since {@link #forgetHeader}; null if there was none. */
  byte[] header() {
    return hasHeader ? header.clone() : null;
  }
}
