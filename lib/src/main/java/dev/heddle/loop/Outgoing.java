package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.engine.TlsEngine;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out: moves what the engine has produced to the sink, in as few calls as it takes. Belongs
 * to whoever holds the write turn; the write lock is held only while bytes are moved, never over a
 * call of the sink.
 */
final class Outgoing {

  private final TlsEngine engine;
  private final Bio sink;
  private final ReentrantLock writeLock;
  private byte[] buffer;
  private int from;
  private int to;
  private boolean unflushed;
  private volatile boolean staged;
  private volatile long sent;

  Outgoing(TlsEngine engine, Bio sink, ReentrantLock writeLock) {
    this.engine = engine;
    this.sink = sink;
    this.writeLock = writeLock;
  }

  /**
   * Sends all there is.
   *
   * @return {@link #DONE}, or {@link Loop#AGAIN} with {@link #want()}: the rest stays and goes
   *     first next time
   * @throws IOException the transport has failed
   */
  int flush() throws IOException {
    while (from < to || refill()) {
      int n = sink.write(buffer, from, to - from); // IO block
      if (n < 0) {
        staged = true;
        return Loop.AGAIN;
      }
      from += n;
      sent = sent + n;
      unflushed = true;
    }
    release();
    if (unflushed && !sink.flush()) {
      staged = true;
      return Loop.AGAIN;
    }
    unflushed = false;
    return DONE;
  }

  private boolean refill() {
    writeLock.lock();
    try {
      int available = engine.available();
      if (available == 0) {
        engine.shrink();
        return false;
      }
      if (buffer == null) {
        buffer = Buffers.borrow();
      }
      from = 0;
      to = engine.take(buffer, 0, Math.min(available, buffer.length));
      return true;
    } finally {
      writeLock.unlock();
    }
  }

  /** Lets the buffer go with whatever was not sent. */
  void release() {
    if (buffer != null) {
      // Only records of ours, which the network has seen or may see: nothing to wipe.
      Buffers.giveBack(buffer, 0);
      buffer = null;
    }
    from = 0;
    to = 0;
    staged = false;
  }

  /** Whether the engine has something to send. Any thread may ask. */
  boolean isDue() {
    writeLock.lock();
    try {
      return engine.available() > 0;
    } finally {
      writeLock.unlock();
    }
  }

  /**
   * Whether the peer may be waiting for what there is to send. A lone change_cipher_spec, which a
   * client puts out after the ServerHello for the middle boxes (RFC 8446 section D.4), is nothing
   * anybody waits for.
   */
  boolean isAwaited() {
    if (staged) {
      return true;
    }
    writeLock.lock();
    try {
      int available = engine.available();
      return available > 0 && available != CHANGE_CIPHER_SPEC_RECORD;
    } finally {
      writeLock.unlock();
    }
  }

  /** Whether bytes taken from the engine, or still in it, have not been sent. */
  boolean isUnsent() {
    return staged || isDue();
  }

  Want want() {
    return Want.of(sink.writeRetry(), Want.WRITE);
  }

  long sent() {
    return sent;
  }

  static final int DONE = 1;
  private static final int CHANGE_CIPHER_SPEC_RECORD = 6;
}
