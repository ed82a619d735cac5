package dev.heddle.bio;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes in memory: what is written can be read, {@code BIO_s_mem(3)}. It grows as needed,
 * optionally up to a maximum, and never blocks. When it is empty a read asks for a retry, or, after
 * {@link #setEofReturn setEofReturn(0)}, is the end of the stream.
 *
 * <p>All threads may use it at once.
 */
public final class MemoryBio extends RetryingBio {
  private static final int FIRST = 512;

  /** Held for copying only. */
  private final ReentrantLock lock = new ReentrantLock();

  private final int maximum;
  private byte[] bytes = new byte[0];
  private int head; // the first byte not yet read
  private int tail; // behind the last byte written
  private int eofReturn = -1;
  private boolean closed;

  private MemoryBio(int maximum) {
    this.maximum = maximum;
  }

  /** An empty transport that grows without a limit of its own. */
  public static MemoryBio create() {
    return new MemoryBio(Integer.MAX_VALUE - 8);
  }

  /**
   * An empty transport that holds at most so much: a write beyond is short, and a retry for {@link
   * Bio.Retry#WRITE} when nothing fits. (OpenSSL has no such limit.)
   *
   * @param maximum in bytes, positive
   */
  public static MemoryBio bounded(int maximum) {
    if (maximum <= 0) {
      throw new IllegalArgumentException("maximum not positive: " + maximum);
    }
    return new MemoryBio(maximum);
  }

  /**
   * A transport that holds a copy of these bytes and then ends, as {@code BIO_new_mem_buf} does
   * (which, unlike this one, cannot be written to).
   *
   * @param content not null
   */
  public static MemoryBio of(byte[] content) {
    MemoryBio bio = create();
    bio.bytes = content.clone();
    bio.tail = content.length;
    bio.eofReturn = 0;
    return bio;
  }

  /**
   * What a read of the empty transport returns, {@code BIO_set_mem_eof_return}: 0 is the end of the
   * stream, a negative number is returned as it is with a retry for {@link Bio.Retry#READ}.
   *
   * @param value 0 or negative; the man page allows positive numbers and warns against them, as
   *     they look like bytes read, so they are refused here
   */
  public void setEofReturn(int value) {
    if (value > 0) {
      throw new IllegalArgumentException("looks like bytes read: " + value);
    }
    lock.lock();
    try {
      eofReturn = value;
    } finally {
      lock.unlock();
    }
  }

  /** Drops all bytes held, {@code BIO_reset}. */
  public void reset() {
    lock.lock();
    try {
      head = 0;
      tail = 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    lock.lock();
    try {
      retry.read(0);
      checkOpen();
      if (len == 0) {
        return 0;
      }
      int n = Math.min(len, tail - head);
      if (n == 0) {
        return retry.read(eofReturn, eofReturn == 0 ? Retry.NONE : Retry.READ);
      }
      System.arraycopy(bytes, head, buf, off, n);
      head += n;
      if (head == tail) {
        head = 0;
        tail = 0;
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    lock.lock();
    try {
      retry.write(0);
      checkOpen();
      if (len == 0) {
        return 0;
      }
      int n = Math.min(len, maximum - (tail - head));
      if (n == 0) {
        return retry.write(-1, Retry.WRITE);
      }
      makeRoomLocked(n);
      System.arraycopy(buf, off, bytes, tail, n);
      tail += n;
      return n;
    } finally {
      lock.unlock();
    }
  }

  /** Always false. */
  @Override
  public boolean isBlocking() {
    return false;
  }

  /** Does nothing. */
  @Override
  public boolean flush() throws IOException {
    lock.lock();
    try {
      checkOpen();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The bytes held. */
  @Override
  public long pending() {
    lock.lock();
    try {
      return tail - head;
    } finally {
      lock.unlock();
    }
  }

  /** Always 0: what was written counts as {@link #pending}, as in libssl. */
  @Override
  public long wpending() {
    return 0;
  }

  /** Whether nothing is held, whatever an empty read returns. */
  @Override
  public boolean eof() {
    return pending() == 0;
  }

  /** Always null. */
  @Override
  public String peer() {
    return null;
  }

  /** Drops the bytes; later reads and writes fail with an {@link IOException}. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      bytes = new byte[0];
      head = 0;
      tail = 0;
    } finally {
      lock.unlock();
    }
  }

  /** The same as {@link #close}. */
  @Override
  public void abort() {
    close();
  }

  @Override
  public String toString() {
    return "MemoryBio[" + pending() + " bytes]";
  }

  private void makeRoomLocked(int n) {
    if (n <= bytes.length - tail) {
      return;
    }
    int held = tail - head;
    byte[] to = bytes;
    if (n > bytes.length - held) {
      long doubled = Math.max(FIRST, 2L * bytes.length);
      to = new byte[(int) Math.min(maximum, Math.max(doubled, (long) held + n))];
    } else if (held > bytes.length / 2) {
      // Moving little room to gain little would make many small writes quadratic.
      to = new byte[(int) Math.min(maximum, 2L * bytes.length)];
    }
    System.arraycopy(bytes, head, to, 0, held);
    bytes = to;
    head = 0;
    tail = held;
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }
}
