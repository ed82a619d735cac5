package dev.heddle.net;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Fault;
import dev.heddle.loop.AlertDelivery;
import java.io.IOException;

/** Leaves a peer whose handshake has failed, so that nothing is left of the connection. */
final class Farewell {

  /**
   * Blocks until the peer has ended, if it was sent an alert: as long as its {@link Limits#close}
   * and no longer than {@code end}.
   */
  static void say(TlsSocket socket, Fault fault, Deadline end) {
    if (!AlertDelivery.isDueFor(fault)) {
      socket.abort();
      return;
    }
    TimeSource time = socket.setup().time();
    Deadline by = time.in(socket.limits().close()).earlier(end);
    try {
      socket.transport().readUntil(by);
      AlertDelivery.await(socket.transport(), by, time);
    } catch (IOException e) {
      socket.abort(); // the peer has gone, which is all that was waited for
    } finally {
      socket.close();
    }
  }

  private Farewell() {}
}
