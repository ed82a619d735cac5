package dev.heddle.engine;

/**
 * Where the records of a connection are made and opened, so that none needs an array of its own:
 * the driver's places, as far as it offers any.
 */
final class RecordRoom {

  private final RecordSink sink;

  // Where plaintext may be put: belongs to the reading half.
  private byte[] target;
  private int targetOff;
  private int targetLength;

  RecordRoom(RecordSink sink) {
    this.sink = sink;
  }

  /** Takes the records, and offers room for them under the write lock. */
  RecordSink sink() {
    return sink;
  }

  /** What the next record says may be put here; a null target takes that back. */
  void offer(byte[] target, int off, int length) {
    this.target = target;
    targetOff = off;
    targetLength = length;
  }

  /** Whether there is a place for so many bytes. */
  boolean isOffered(int length) {
    return target != null && length <= targetLength;
  }

  byte[] target() {
    return target;
  }

  int targetOffset() {
    return targetOff;
  }

  /** For a connection whose driver offers none. */
  static final RecordRoom NONE =
      new RecordRoom(
          (buf, off, length) -> {
            throw new IllegalStateException("nobody takes the record");
          });
}
