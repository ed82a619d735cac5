package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.FilterBio;
import java.io.IOException;

/**
 * A transport whose reads end at a deadline: it gives each read what is left of the time as the
 * receive timeout of the transport underneath.
 *
 * <p>What has come already is read even if the time is up, but in {@value #MOST_LATE} calls at
 * most: a peer that sends byte after byte would otherwise keep its reader for as long as it likes.
 */
final class TimedBio extends FilterBio {

  private volatile Deadline readsEnd = Deadline.never();
  private int set = UNKNOWN; // the receive timeout underneath; this and all below: the reader's
  private Deadline lateFor; // the deadline that the next counts for
  private int late; // how many reads began after it
  private boolean refused; // whether the last read was one too many

  TimedBio(Bio bio) {
    super(bio);
  }

  /** Reads from now on are a retry once this has passed. */
  void readUntil(Deadline deadline) {
    readsEnd = deadline;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Deadline end = readsEnd;
    refused = end.hasPassed() && lateReads(end) > MOST_LATE;
    if (refused) {
      return -1;
    }
    int millis = end.isNever() ? 0 : Math.max(1, end.remainingMillis()); // 1 ms is the shortest
    if (millis != set) {
      if (!bio.receiveTimeout(millis) && millis > 0) {
        throw new IOException("reads of this transport cannot be limited: " + bio);
      }
      set = millis;
    }
    return bio.read(buf, off, len); // IO block
  }

  private int lateReads(Deadline end) {
    if (end != lateFor) {
      lateFor = end;
      late = 0;
    }
    return ++late;
  }

  @Override
  public Retry readRetry() {
    return refused ? Retry.READ : bio.readRetry();
  }

  static final int MOST_LATE = 8;
  private static final int UNKNOWN = -1;
}
