package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Fault;
import java.io.IOException;

/**
 * Sees to it that the peer gets the alert it was sent before its connection goes: a socket that is
 * closed with unread input resets the connection, and a reset can take the alert with it (RFC 1122
 * section 4.2.2.13). So what the peer still sends is read and dropped until it ends.
 */
public final class AlertDelivery {

  /** Whether the peer was sent an alert because of this. */
  public static boolean isDueFor(Fault fault) {
    return switch (fault) {
      case Fault.PeerBrokeRules f -> true;
      case Fault.PeerIncompatible f -> true;
      case Fault.BadCertificate f -> true;
      case Fault.Internal f -> true;
      default -> false;
    };
  }

  /**
   * Ends the way out and waits for the peer's end. Leaves the transport to be closed.
   *
   * @param transport whose reads end by {@code by} as well
   * @throws IOException the transport has ended by itself, or {@code by} has passed
   */
  public static void await(Bio transport, Deadline by, TimeSource time) throws IOException {
    TimeSource.Alarm alarm = time.at(by, transport::close);
    try {
      if (!by.hasPassed() && transport.shutdownOutput()) {
        drop(transport, by);
      }
    } finally {
      alarm.cancel();
    }
  }

  private static void drop(Bio transport, Deadline by) throws IOException {
    byte[] waste = new byte[4096];
    while (!by.hasPassed() && transport.read(waste, 0, waste.length) != 0) { // IO block
      // Until the end: 0 is that, and less means that the time is up.
    }
  }

  private AlertDelivery() {}
}
