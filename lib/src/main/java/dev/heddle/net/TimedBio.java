package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import java.io.IOException;

/**
 * A transport whose reads end at a deadline: it gives each read what is left of the time as the
 * receive timeout of the transport underneath.
 */
final class TimedBio implements Bio {

  private final Bio bio;
  private volatile Deadline readsEnd = Deadline.never();
  private int set = UNKNOWN; // the receive timeout underneath; the reader's

  TimedBio(Bio bio) {
    this.bio = bio;
  }

  /** Reads from now on are a retry once this has passed. */
  void readUntil(Deadline deadline) {
    readsEnd = deadline;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Deadline end = readsEnd;
    // What has come already is read even if the time is up: 1 ms is the shortest there is.
    int millis = end.isNever() ? 0 : Math.max(1, end.remainingMillis());
    if (millis != set) {
      bio.receiveTimeout(millis);
      set = millis;
    }
    return bio.read(buf, off, len); // IO block
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    return bio.write(buf, off, len); // IO block
  }

  @Override
  public Retry readRetry() {
    return bio.readRetry();
  }

  @Override
  public Retry writeRetry() {
    return bio.writeRetry();
  }

  @Override
  public boolean isBlocking() {
    return bio.isBlocking();
  }

  @Override
  public boolean flush() throws IOException {
    return bio.flush(); // IO block
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    return bio.shutdownOutput();
  }

  @Override
  public long pending() {
    return bio.pending();
  }

  @Override
  public long wpending() {
    return bio.wpending();
  }

  @Override
  public boolean eof() {
    return bio.eof();
  }

  @Override
  public String peer() {
    return bio.peer();
  }

  @Override
  public void close() {
    bio.close();
  }

  @Override
  public void abort() {
    bio.abort();
  }

  private static final int UNKNOWN = -1;
}
