package dev.heddle.net;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Fault;
import java.io.IOException;

/**
 * Leaves a peer whose handshake has failed, so that nothing is left of the connection. Where we
 * have sent an alert, the peer shall get it: a socket that is closed with unread input resets the
 * connection, and a reset can take the alert with it (RFC 1122 section 4.2.2.13). So what the peer
 * still sends is read and dropped until it ends.
 */
final class Farewell {

  /**
   * Blocks until the peer has ended, if it was sent an alert: as long as its {@link Limits#close}
   * and no longer than {@code end}.
   */
  static void say(TlsSocket socket, Fault fault, Deadline end) {
    if (!isAnswered(fault)) {
      socket.abort();
      return;
    }
    TimeSource time = socket.setup().time();
    Deadline by = time.in(socket.limits().close()).earlier(end);
    TimedBio transport = socket.transport();
    TimeSource.Alarm alarm = time.at(by, transport::close);
    try {
      if (!by.hasPassed() && transport.shutdownOutput()) {
        drop(transport, by);
      }
    } catch (IOException e) {
      socket.abort(); // the peer has gone, which is all that was waited for
    } finally {
      alarm.cancel();
      socket.close();
    }
  }

  private static void drop(TimedBio transport, Deadline by) throws IOException {
    byte[] waste = new byte[4096];
    transport.readUntil(by);
    while (!by.hasPassed() && transport.read(waste, 0, waste.length) != 0) { // IO block
      // Until the end: 0 is that, and less means that the time is up.
    }
  }

  private static boolean isAnswered(Fault fault) {
    return switch (fault) {
      case Fault.PeerBrokeRules f -> true;
      case Fault.PeerIncompatible f -> true;
      case Fault.BadCertificate f -> true;
      case Fault.Internal f -> true;
      default -> false;
    };
  }

  private Farewell() {}
}
