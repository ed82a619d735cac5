package dev.heddle.bio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads with a limit from a channel that knows none, as one of a Unix-domain socket. A read that
 * has a limit is done by a virtual thread; when its caller's wait is over it goes on, and what it
 * brings is for the next read: nothing is lost and nothing closed. There is one such read at most,
 * and one buffer no larger than what its caller asked for. Closing the channel ends it.
 *
 * <p>One thread may read at a time.
 */
final class OutlivingReads {

  /** The limit has passed. */
  static final int TIMED_OUT = -2;

  private final SocketChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean pending;
  private boolean reading; // the pending read has a thread that runs
  private ByteBuffer left = NOTHING; // what has come and nobody has read
  private Throwable failure; // what the read came to instead, and nobody knows

  OutlivingReads(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads as a channel does.
   *
   * @param millis how long to wait; 0 for as long as the channel does, on this thread
   * @return how many bytes, -1 at the end of the stream, or {@link #TIMED_OUT}
   */
  int read(byte[] buf, int off, int len, int millis) throws IOException {
    lock.lock();
    try {
      if (!isThereAResult() && !pending && millis > 0) {
        begin(len);
      }
      if (pending && !await(millis)) {
        return TIMED_OUT;
      }
      if (isThereAResult()) {
        return take(buf, off, len);
      }
    } finally {
      lock.unlock();
    }
    // No limit, or the end of the stream: the channel tells of that again.
    return channel.read(ByteBuffer.wrap(buf, off, len)); // IO block
  }

  /** How many bytes have come that nobody has read. */
  int left() {
    lock.lock();
    try {
      return left.remaining();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a read goes on that nobody waits for, or that somebody does. */
  boolean isPending() {
    lock.lock();
    try {
      return pending;
    } finally {
      lock.unlock();
    }
  }

  private boolean isThereAResult() {
    return left.hasRemaining() || failure != null;
  }

  private void begin(int len) {
    ByteBuffer target = ByteBuffer.allocate(len);
    Thread.ofVirtual()
        .name("heddle-read")
        .inheritInheritableThreadLocals(false)
        .start(() -> readOn(target));
    pending = true;
    reading = false;
  }

  private void readOn(ByteBuffer target) {
    Throwable thrown = null;
    hasBegun();
    try {
      channel.read(target); // IO block
    } catch (Throwable e) {
      thrown = e; // for whoever reads next
    }
    lock.lock();
    try {
      pending = false;
      failure = thrown;
      left = target.flip();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void hasBegun() {
    lock.lock();
    try {
      reading = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the read; false when the limit has passed before. */
  private boolean await(int millis) throws IOException {
    long nanos = millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      // On a busy machine even a short limit must suffice for what has come already.
      for (long start = START_NANOS; pending && !reading && start > 0; ) {
        start = changed.awaitNanos(start); // IO block
      }
      while (pending && nanos > 0) {
        nanos = changed.awaitNanos(nanos); // IO block
      }
      return !pending;
    } catch (InterruptedException e) {
      channel.close(); // as the JDK does when a thread is interrupted that reads itself
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private int take(byte[] buf, int off, int len) throws IOException {
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      throw thrown instanceof IOException e ? e : new IOException(thrown);
    }
    int n = Math.min(len, left.remaining());
    left.get(buf, off, n);
    if (!left.hasRemaining()) {
      left = NOTHING;
    }
    return n;
  }

  private static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
}
