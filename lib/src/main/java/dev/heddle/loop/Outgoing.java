package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.engine.RecordSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out: gathers the records that the engine makes and sends them in as few calls as it
 * takes. Either half adds to the queue, under the write lock, mostly by having the engine make the
 * record in it; whoever holds the write turn takes it as a whole and sends it, never holding the
 * lock over a call of the sink.
 */
final class Outgoing implements RecordSink {

  private final Bio sink;
  private final ReentrantLock writeLock;

  // Under the write lock.
  private byte[] queue;
  private int queued;

  // With the write turn.
  private byte[] buffer;
  private int from;
  private int to;
  private boolean unflushed;
  private volatile boolean staged;
  private volatile long sent;

  Outgoing(Bio sink, ReentrantLock writeLock) {
    this.sink = sink;
    this.writeLock = writeLock;
  }

  /** Room behind what is queued. */
  @Override
  public byte[] room(int length) {
    if (queue == null) {
      queue = Buffers.borrow();
    }
    if (queue.length - queued < length) {
      queue = Arrays.copyOf(queue, 2 * queue.length + length);
    }
    return queue;
  }

  @Override
  public int roomOffset() {
    return queued;
  }

  @Override
  public boolean isBlocking() {
    return sink.isBlocking();
  }

  /** A record more to send. */
  @Override
  public void put(byte[] record, int off, int length) {
    if (record != queue) {
      System.arraycopy(record, off, room(length), queued, length);
    }
    queued += length;
  }

  /**
   * Sends all there is.
   *
   * @return {@link #DONE}, or {@link Loop#AGAIN} with {@link #want()}: the rest stays and goes
   *     first next time
   * @throws IOException the transport has failed
   */
  int flush() throws IOException {
    while (from < to || takeQueue()) {
      int n = sink.write(buffer, from, to - from); // IO block
      if (n < 0) {
        staged = true;
        return Loop.AGAIN;
      }
      from += n;
      sent = sent + n;
      unflushed = true;
    }
    giveBackBuffer();
    if (unflushed && !sink.flush()) {
      staged = true;
      return Loop.AGAIN;
    }
    unflushed = false;
    return DONE;
  }

  /** Makes what is queued what is sent next; false if there is none. */
  private boolean takeQueue() {
    giveBackBuffer();
    writeLock.lock();
    try {
      buffer = queue;
      from = 0;
      to = queued;
      queue = null;
      queued = 0;
      return to > 0;
    } finally {
      writeLock.unlock();
    }
  }

  private void giveBackBuffer() {
    if (buffer != null) {
      // Only records of ours, which the network has seen or may see: nothing to wipe.
      Buffers.giveBack(buffer, 0);
    }
    buffer = null;
    from = 0;
    to = 0;
    staged = false;
  }

  /** Forgets whatever was not sent; with the write turn. */
  void release() {
    giveBackBuffer();
    forgetQueue();
  }

  /** Forgets what nobody has begun to send, since nothing more can be sent. Any thread. */
  void forgetQueue() {
    writeLock.lock();
    try {
      if (queue != null) {
        Buffers.giveBack(queue, 0);
        queue = null;
        queued = 0;
      }
    } finally {
      writeLock.unlock();
    }
  }

  /** Whether something waits that nobody has begun to send. Any thread may ask. */
  boolean isDue() {
    writeLock.lock();
    try {
      return queued > 0;
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
      return queued > 0 && queued != CHANGE_CIPHER_SPEC_RECORD;
    } finally {
      writeLock.unlock();
    }
  }

  /** Whether a record, or the rest of one, has not been sent. */
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
