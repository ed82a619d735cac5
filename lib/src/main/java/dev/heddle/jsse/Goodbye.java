package dev.heddle.jsse;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Fault;
import dev.heddle.loop.Loop;
import dev.heddle.loop.Outcome;
import java.io.IOException;
import java.time.Duration;

/**
 * Ends a connection in an orderly way, as the one who closes it: close_notify, the end of the
 * stream, and then what the peer still sends is read and dropped until its end. A socket that is
 * closed with unread input resets the connection, and a reset can take with it what was written
 * before (RFC 1122 section 4.2.2.13).
 */
final class Goodbye {

  private final Loop loop;
  private final SocketTransport transport;
  private final TimeSource time;
  private final boolean owned;

  Goodbye(Loop loop, SocketTransport transport, TimeSource time, boolean owned) {
    this.loop = loop;
    this.transport = transport;
    this.time = time;
    this.owned = owned;
  }

  /**
   * Says it.
   *
   * @param patience how long all of it may take; null where somebody reads, who is not to be kept
   *     waiting: then nothing is waited for
   */
  void say(Duration patience) {
    if (!owned) {
      sayAside();
      return;
    }
    Deadline end = time.in(patience == null ? PROMPTLY : patience);
    TimeSource.Alarm alarm = time.at(end, () -> loop.cancel(Fault.Cancelled.CLOSED));
    try {
      if (!end.hasPassed() && closeNotify() && transport.shutdownOutput() && patience != null) {
        drain(end);
      }
    } catch (IOException e) {
      loop.cancel(new Fault.Transport(e)); // the end has come by itself
    } finally {
      alarm.cancel();
    }
  }

  private boolean closeNotify() {
    return loop.isClosedByUs() || loop.shutdown(new Outcome()) != Loop.FAILED; // IO block
  }

  private void drain(Deadline end) {
    if (!loop.isPeerClosed()) {
      transport.drainUntil(end);
      loop.drain(new Outcome()); // IO block
    }
  }

  /**
   * Sends close_notify on a socket that stays open, if its peer takes it at once. A write that is
   * stuck there ends only with the socket, so it is another thread's.
   */
  private void sayAside() {
    Thread aside = Thread.ofVirtual().name("heddle-close").start(this::closeNotify);
    try {
      aside.join(PROMPTLY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final Duration PROMPTLY = Duration.ofMillis(100);
}
