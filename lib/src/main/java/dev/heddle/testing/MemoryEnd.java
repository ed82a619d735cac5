package dev.heddle.testing;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.Deadline;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** One end of a {@link MemoryPair}: half of a {@link BioPair}, whose calls wait. */
final class MemoryEnd implements Bio {

  private final Waits waits; // of both ends
  private final BioPair pair;
  private final BioPair.Half half;
  private final String peer;
  private MemoryEnd other;
  private boolean closed;
  private boolean reset;
  private Runnable whenClosed = () -> {};
  private volatile int receiveTimeout;
  private volatile Retry readRetry = Retry.NONE;

  MemoryEnd(Waits waits, BioPair pair, BioPair.Half half, String peer) {
    this.waits = waits;
    this.pair = pair;
    this.half = half;
    this.peer = peer;
  }

  void join(MemoryEnd end) {
    other = end;
  }

  /** Runs an action once, when this end is closed or aborted. Before anybody has this end. */
  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    int millis = receiveTimeout;
    Deadline end = millis == 0 ? Deadline.never() : waits.time.in(Duration.ofMillis(millis));
    waits.lock.lock();
    try {
      readRetry = Retry.NONE;
      if (!await(() -> len == 0 || half.pending() > 0 || half.eof(), end)) {
        readRetry = Retry.READ;
        return -1;
      }
      int n = half.read(buf, off, len);
      waits.wake();
      return n;
    } finally {
      waits.lock.unlock();
    }
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    waits.lock.lock();
    try {
      await(() -> len == 0 || half.writeGuarantee() > 0 || other.closed, Deadline.never());
      int n = half.write(buf, off, len);
      waits.wake();
      return n;
    } finally {
      waits.lock.unlock();
    }
  }

  private boolean await(BooleanSupplier what, Deadline end) throws IOException {
    boolean met;
    try {
      met = waits.until(() -> closed || reset || what.getAsBoolean(), end); // IO block
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
    checkStanding();
    return met;
  }

  private void checkStanding() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
    if (reset) {
      throw new SocketException("Connection reset");
    }
  }

  @Override
  public Retry readRetry() {
    return readRetry;
  }

  @Override
  public Retry writeRetry() {
    return Retry.NONE;
  }

  @Override
  public boolean isBlocking() {
    return true;
  }

  @Override
  public boolean receiveTimeout(int millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("negative receive timeout: " + millis);
    }
    receiveTimeout = millis;
    return true;
  }

  @Override
  public int receiveTimeout() {
    return receiveTimeout;
  }

  @Override
  public boolean flush() throws IOException {
    return whileStanding(() -> {});
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    return whileStanding(half::shutdownWrite);
  }

  private boolean whileStanding(Runnable action) throws IOException {
    waits.lock.lock();
    try {
      checkStanding();
      action.run();
      waits.wake();
      return true;
    } finally {
      waits.lock.unlock();
    }
  }

  @Override
  public long pending() {
    return 0;
  }

  @Override
  public long wpending() {
    return 0;
  }

  @Override
  public boolean eof() {
    return half.eof();
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public void close() {
    close(false);
  }

  @Override
  public void abort() {
    close(true);
  }

  private void close(boolean abort) {
    waits.lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (abort || half.pending() > 0) {
        other.reset = true;
        pair.destroy();
      } else {
        half.close();
      }
      waits.wake();
    } finally {
      waits.lock.unlock();
    }
    whenClosed.run();
  }

  @Override
  public String toString() {
    return "MemoryEnd[" + peer + "]";
  }
}
