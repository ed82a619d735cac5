package dev.heddle.engine;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * bctls' way out, straight to the driver's sink. It writes one whole record at a time, out of an
 * array that it makes for each and drops (RecordStream.java:307). The queue that it would keep
 * instead lets go of its memory, or holds it for as long as the connection lives, and takes two
 * arrays of a record's length to pass one on.
 *
 * <p>Everything here is under the write lock.
 */
final class RecordOutput extends OutputStream {

  private final RecordSink sink;
  private byte[] header;

  RecordOutput(RecordSink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buf, int off, int length) {
    header = Arrays.copyOfRange(buf, off, off + Math.min(length, RecordHeader.LENGTH));
    sink.put(buf, off, length);
  }

  void forgetHeader() {
    header = null;
  }

  /** The header of the last record since {@link #forgetHeader}; null if there was none. */
  byte[] header() {
    return header;
  }
}
