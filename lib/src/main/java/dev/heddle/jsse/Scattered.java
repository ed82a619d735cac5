package dev.heddle.jsse;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;

/**
 * Some buffers of an array, as {@code SSLEngine}'s calls are given them: to gather data from, or to
 * scatter it to.
 */
record Scattered(ByteBuffer[] buffers, int off, int length) {

  /**
   * Some buffers of an array.
   *
   * @throws IllegalArgumentException if the array is null, or one of them is
   */
  Scattered {
    require(buffers, "the array of buffers");
    Objects.checkFromIndexSize(off, length, buffers.length);
    for (int i = off; i < off + length; i++) {
      require(buffers[i], "a buffer");
    }
  }

  /**
   * Demands a buffer that can be written to.
   *
   * @throws IllegalArgumentException if there is none
   */
  static void requireWritable(ByteBuffer buffer) {
    require(buffer, "the destination");
    if (buffer.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
  }

  static void require(Object buffer, String what) {
    if (buffer == null) {
      throw new IllegalArgumentException(what + " is null");
    }
  }

  /** These, if all can be written to. */
  Scattered writable() {
    for (int i = off; i < off + length; i++) {
      requireWritable(buffers[i]);
    }
    return this;
  }

  /** What is left in all of them, in bytes; no more than {@code most} is counted. */
  int remaining(int most) {
    int sum = 0;
    for (int i = off; i < off + length && sum < most; i++) {
      sum += Math.min(most - sum, buffers[i].remaining());
    }
    return sum;
  }

  /** The one buffer that has the first {@code count} bytes in an array; null for none. */
  ByteBuffer whole(int count) {
    for (int i = off; i < off + length; i++) {
      if (buffers[i].hasRemaining()) {
        return buffers[i].hasArray() && buffers[i].remaining() >= count ? buffers[i] : null;
      }
    }
    return null;
  }

  /** Copies the first bytes, and leaves the buffers where they are. */
  void peek(byte[] target, int count) {
    int done = 0;
    for (int i = off; done < count; i++) {
      int n = Math.min(count - done, buffer(i).remaining());
      buffers[i].get(buffers[i].position(), target, done, n);
      done += n;
    }
  }

  /** Moves on by so many bytes. */
  void skip(int count) {
    int left = count;
    for (int i = off; left > 0; i++) {
      int n = Math.min(left, buffer(i).remaining());
      buffers[i].position(buffers[i].position() + n);
      left -= n;
    }
  }

  /** Puts bytes in; there is room for them. */
  void put(byte[] source, int from, int count) {
    int done = 0;
    for (int i = off; done < count; i++) {
      int n = Math.min(count - done, buffer(i).remaining());
      buffers[i].put(source, from + done, n);
      done += n;
    }
  }

  /** None but these is touched, whatever another thread does to them in the meantime. */
  private ByteBuffer buffer(int i) {
    return buffers[Objects.checkIndex(i, off + length)];
  }
}
