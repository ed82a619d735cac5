package dev.heddle.bio;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two transports joined in memory, {@code BIO_s_bio(3)}: what is written to one half can be read
 * from the other. Each half has a write buffer of a fixed size; nothing ever blocks. A write takes
 * what fits and asks for a retry when the buffer is full, a read asks for a retry when there is
 * nothing.
 *
 * <p>Unlike OpenSSL's, the two halves may be used by any number of threads at once; one lock, held
 * for copying only, guards both.
 */
public final class BioPair {
  /** The size of a write buffer given as 0, in bytes: enough for the largest TLS record. */
  public static final int DEFAULT_SIZE = 17 * 1024;

  final ReentrantLock lock = new ReentrantLock(); // a test holds it

  private final Half first;
  private final Half second;
  private boolean destroyed;

  private BioPair(int writeBuf1, int writeBuf2) {
    first = new Half(this, size(writeBuf1));
    second = new Half(this, size(writeBuf2));
    first.partner = second;
    second.partner = first;
  }

  /**
   * A joined pair, {@code BIO_new_bio_pair}.
   *
   * @param writeBuf1 the size of the first half's write buffer in bytes, 0 for the default
   * @param writeBuf2 the size of the second half's write buffer in bytes, 0 for the default
   */
  public static BioPair of(int writeBuf1, int writeBuf2) {
    return new BioPair(writeBuf1, writeBuf2);
  }

  /** The first half, not null. */
  public Half first() {
    return first;
  }

  /** The second half, not null. */
  public Half second() {
    return second;
  }

  /**
   * Destroys the association, {@code BIO_destroy_bio_pair}: the buffers' contents are lost, {@link
   * Half#eof} is true of both halves and reads and writes fail with an {@link IOException}.
   * Idempotent.
   */
  public void destroy() {
    lock.lock();
    try {
      destroyed = true;
      first.ring.clear();
      second.ring.clear();
    } finally {
      lock.unlock();
    }
  }

  private static int size(int asked) {
    if (asked < 0) {
      throw new IllegalArgumentException("negative buffer size: " + asked);
    }
    return asked == 0 ? DEFAULT_SIZE : asked;
  }

  /** One half of a pair. Nothing here blocks. */
  public static final class Half extends RetryingBio {
    private final BioPair pair;
    private final ReentrantLock lock;
    private final Ring ring; // what this half has written
    private Half partner;
    private int request; // what the partner's last read asked for in vain
    private boolean writeClosed;
    private boolean closed;

    private Half(BioPair pair, int size) {
      this.pair = pair;
      this.lock = pair.lock;
      this.ring = new Ring(size);
    }

    /**
     * As {@link Bio#read}: takes what the partner wrote. An empty buffer is a retry, or, after the
     * partner's {@link #shutdownWrite} or {@link #close}, the end of the stream.
     */
    @Override
    public int read(byte[] buf, int off, int len) throws IOException {
      Objects.checkFromIndexSize(off, len, buf.length);
      lock.lock();
      try {
        retry.read(0);
        checkUsable();
        partner.request = 0;
        if (len == 0) {
          return 0;
        }
        if (partner.ring.length() == 0) {
          if (partner.writeClosed) {
            return 0;
          }
          partner.request = len; // readRequest() limits it
          return retry.read(-1, Retry.READ);
        }
        return partner.ring.get(buf, off, len);
      } finally {
        lock.unlock();
      }
    }

    /**
     * As {@link Bio#write}: takes what fits, see {@link #writeGuarantee}; a full buffer is a retry.
     *
     * @throws IOException "broken pipe" after {@link #shutdownWrite} or when the partner is closed
     */
    @Override
    public int write(byte[] buf, int off, int len) throws IOException {
      Objects.checkFromIndexSize(off, len, buf.length);
      lock.lock();
      try {
        retry.write(0);
        checkUsable();
        if (len == 0) {
          return 0;
        }
        request = 0;
        if (writeClosed || partner.closed) {
          throw new IOException("broken pipe");
        }
        int n = ring.put(buf, off, len);
        return n > 0 ? n : retry.write(-1, Retry.WRITE);
      } finally {
        lock.unlock();
      }
    }

    /**
     * The most bytes a write takes now, {@code BIO_get_write_guarantee}; 0 when none can be written
     * any more.
     */
    public int writeGuarantee() {
      lock.lock();
      try {
        return guaranteeLocked();
      } finally {
        lock.unlock();
      }
    }

    /**
     * How many bytes the partner's last read asked for, but not more than the buffer's size, if
     * that read failed because there was nothing, {@code BIO_get_read_request}. 0 once something
     * has been written or a read has succeeded; never more than {@link #writeGuarantee}.
     */
    public int readRequest() {
      lock.lock();
      try {
        return Math.min(request, guaranteeLocked());
      } finally {
        lock.unlock();
      }
    }

    /** Sets {@link #readRequest} to 0, {@code BIO_ctrl_reset_read_request}. */
    public void resetReadRequest() {
      lock.lock();
      try {
        request = 0;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Ends this half's stream, {@code BIO_shutdown_wr}: later writes fail, and the partner's reads
     * give what is still in the buffer and then the end of the stream. Idempotent.
     */
    public void shutdownWrite() {
      lock.lock();
      try {
        writeClosed = true;
      } finally {
        lock.unlock();
      }
    }

    /** Drops what this half has written and the partner not yet read, {@code BIO_reset}. */
    public void reset() {
      lock.lock();
      try {
        ring.clear();
      } finally {
        lock.unlock();
      }
    }

    /** The size of this half's write buffer in bytes, {@code BIO_get_write_buf_size}. */
    public int writeBufSize() {
      return ring.capacity();
    }

    /** Always false. */
    @Override
    public boolean isBlocking() {
      return false;
    }

    /** Does nothing: the partner can read at once what was written. */
    @Override
    public boolean flush() throws IOException {
      lock.lock();
      try {
        checkUsable();
        return true;
      } finally {
        lock.unlock();
      }
    }

    /** The bytes this half can read now. */
    @Override
    public long pending() {
      lock.lock();
      try {
        return closed ? 0 : partner.ring.length();
      } finally {
        lock.unlock();
      }
    }

    /** The bytes this half has written that the partner has not read. */
    @Override
    public long wpending() {
      lock.lock();
      try {
        return ring.length();
      } finally {
        lock.unlock();
      }
    }

    /** Whether nothing is left to read and nothing will come. */
    @Override
    public boolean eof() {
      lock.lock();
      try {
        return closed || pair.destroyed || (partner.ring.length() == 0 && partner.writeClosed);
      } finally {
        lock.unlock();
      }
    }

    /** Always null. */
    @Override
    public String peer() {
      return null;
    }

    /**
     * Closes this half: {@link #shutdownWrite}, and what the partner wrote is dropped. The partner
     * reads what is left and then the end of the stream; its writes fail with "broken pipe".
     * ({@code BIO_free} of a half destroys the association at once and loses what is left, see
     * {@link #abort}.)
     */
    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        writeClosed = true;
        partner.ring.clear();
        partner.request = 0;
        request = 0;
      } finally {
        lock.unlock();
      }
    }

    /** Destroys the association, see {@link BioPair#destroy}. */
    @Override
    public void abort() {
      pair.destroy();
    }

    @Override
    public String toString() {
      return "BioPair.Half[" + pending() + " to read, " + wpending() + " written]";
    }

    private int guaranteeLocked() {
      boolean over = writeClosed || partner.closed || pair.destroyed;
      return over ? 0 : ring.capacity() - ring.length();
    }

    private void checkUsable() throws IOException {
      if (closed) {
        throw new IOException("closed");
      }
      if (pair.destroyed) {
        throw new IOException("the association of the pair was destroyed");
      }
    }
  }
}
