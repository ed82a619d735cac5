package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends the alert of a connection that has failed: as far as that goes at once, and never for long.
 * A peer that does not read must not hold up the reader that has found it out.
 */
final class LastWords {

  static void send(Outgoing out, ReentrantLock writeTurn, Bio sink) {
    if (!writeTurn.tryLock()) {
      return; // Whoever writes meets the fault next; the alert goes with what it still has to send.
    }
    Deadline patience = sink.isBlocking() ? Deadline.in(PATIENCE) : Deadline.never();
    Watchdog.Alarm alarm = Watchdog.shared().at(patience, sink::abort);
    try {
      out.flush(); // IO block
    } catch (IOException e) {
      // The connection has failed already, and the first reason is the one that counts.
      out.release();
    } finally {
      alarm.cancel();
      writeTurn.unlock();
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private LastWords() {}
}
