package dev.heddle.demo.survey;

import dev.heddle.fanout.Job;
import dev.heddle.fanout.Target;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.net.Dialer;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.time.Duration;

/**
 * What is done with a connection that has shaken hands: nothing, or finding out whether a second
 * one resumes its session.
 */
final class Visit implements Job<Boolean> {

  private final Dialer dialer;
  private final boolean resume;

  /**
   * A visit.
   *
   * @param dialer makes the second connection, and has kept the session of the first
   */
  Visit(Dialer dialer, boolean resume) {
    this.dialer = dialer;
    this.resume = resume;
  }

  /** Whether the session was resumed; null if that was not to be found out. */
  @Override
  public Boolean run(Target target, TlsSocket socket) throws IOException {
    if (!resume) {
      return null;
    }
    awaitTicket(socket);
    try (TlsSocket again = dialer.connect(target.host(), target.port())) {
      return again.info().resumed();
    }
  }

  /** In TLS 1.3 a ticket comes when the server likes; what is read else is of no interest. */
  private static void awaitTicket(TlsSocket socket) throws IOException {
    socket.limits(socket.limits().withRead(PATIENCE));
    try {
      socket.read(new byte[1], 0, 1);
    } catch (TlsTimeoutException e) {
      // Nobody has to say anything.
    }
  }

  private static final Duration PATIENCE = Duration.ofMillis(500);
}
