package dev.heddle.testing;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.FilterBio;
import dev.heddle.bio.TimeSource;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Objects;

/**
 * A blocking transport to which happens what two {@linkplain Script scripts} say, one for each
 * direction: short reads and writes, delays, a stall, an end, a reset. Otherwise it does as the
 * transport underneath does.
 *
 * <p>A call that a script keeps waiting can be ended as on any transport: by the receive timeout,
 * {@link #close}, {@link #abort}, or by interrupting its thread, which closes the transport.
 */
public final class ScriptedBio extends FilterBio {

  private final Waits waits;
  private final Act reads;
  private final Act writes;
  private boolean closed;
  private volatile boolean ended;
  private volatile int receiveTimeout;
  private volatile Retry readRetry = Retry.NONE;

  /**
   * A transport over another.
   *
   * @param bio the transport underneath, a blocking one; closed with this one
   * @param time what delays and receive timeouts go by
   * @param reads what happens to what is read
   * @param writes what happens to what is written
   */
  public ScriptedBio(Bio bio, TimeSource time, Script reads, Script writes) {
    super(bio);
    if (!bio.isBlocking()) {
      throw new IllegalArgumentException("the transport must be blocking");
    }
    this.waits = new Waits(time);
    this.reads = new Act(reads, time);
    this.writes = new Act(writes, time);
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    readRetry = Retry.NONE;
    if (len == 0) {
      return 0;
    }
    int millis = receiveTimeout;
    Deadline end = millis == 0 ? Deadline.never() : waits.time.in(Duration.ofMillis(millis));
    if (!await(reads.begin(), end)) {
      readRetry = Retry.READ;
      return -1;
    }
    if (reads.isOver()) {
      if (reads.last() == Script.Last.RESET) {
        throw reset();
      }
      ended = true;
      return 0;
    }
    bio.receiveTimeout(millis == 0 ? 0 : Math.max(1, end.remainingMillis()));
    int n = bio.read(buf, off, reads.piece(len)); // IO block
    if (n < 0) {
      readRetry = bio.readRetry();
    } else {
      reads.moved(n);
    }
    return n;
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    if (len == 0) {
      return 0;
    }
    await(writes.begin(), Deadline.never());
    if (writes.isOver()) {
      if (writes.last() == Script.Last.RESET) {
        throw reset();
      }
      bio.shutdownOutput();
      throw new SocketException("Broken pipe");
    }
    int n = bio.write(buf, off, writes.piece(len)); // IO block
    writes.moved(Math.max(n, 0));
    return n;
  }

  /** Waits for a moment of the script's; false if the caller's end comes first. */
  private boolean await(Deadline due, Deadline end) throws IOException {
    waits.lock.lock();
    try {
      waits.until(() -> closed, due.hasPassed() ? due : due.earlier(end)); // IO block
      if (closed) {
        throw new SocketException("Socket closed");
      }
      return due.hasPassed();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      waits.lock.unlock();
    }
  }

  private SocketException reset() {
    bio.abort();
    return new SocketException("Connection reset");
  }

  @Override
  public Retry readRetry() {
    return readRetry;
  }

  @Override
  public boolean isBlocking() {
    return true;
  }

  /** As {@link Bio#receiveTimeout(int)}; delays and stalls count. */
  @Override
  public boolean receiveTimeout(int millis) throws IOException {
    if (!bio.receiveTimeout(millis)) {
      return false;
    }
    receiveTimeout = millis;
    return true;
  }

  @Override
  public int receiveTimeout() {
    return receiveTimeout;
  }

  @Override
  public boolean eof() {
    return ended || bio.eof();
  }

  @Override
  public void close() {
    end();
    bio.close();
  }

  @Override
  public void abort() {
    end();
    bio.abort();
  }

  private void end() {
    waits.lock.lock();
    try {
      closed = true;
      waits.wake();
    } finally {
      waits.lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ScriptedBio[" + bio + ", reads " + reads + ", writes " + writes + "]";
  }
}
