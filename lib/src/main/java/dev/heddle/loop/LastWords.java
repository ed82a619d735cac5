package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.Watchdog;
import java.io.IOException;
import java.time.Duration;

/**
 * Sends the alert of a connection that has failed: as far as that goes at once, and never for long.
 * A peer that does not read must not hold up the reader that has found it out.
 */
final class LastWords {

  /** Tries, holding the writing turn; whether all is out. */
  static boolean send(Outgoing out, Bio sink) {
    Deadline patience = sink.isBlocking() ? Deadline.in(PATIENCE) : Deadline.never();
    Watchdog.Alarm alarm = Watchdog.shared().at(patience, sink::abort);
    try {
      return out.flush() == Outgoing.DONE; // IO block
    } catch (IOException | RuntimeException e) {
      // The connection has failed already, and the first reason is the one that counts.
      out.release();
      return false;
    } catch (Error e) {
      out.release();
      throw e;
    } finally {
      alarm.cancel();
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private LastWords() {}
}
