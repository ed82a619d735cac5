package dev.heddle.demo;

import dev.heddle.config.TlsVersion;
import dev.heddle.fanout.Job;
import dev.heddle.fanout.Target;
import dev.heddle.net.Probe;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is done with one connection, as plain blocking code: meet the others, echo, see that there
 * is a session to resume. Any number of threads may use a client.
 */
final class Client implements Job<Void> {

  /** What came back is not what was sent. */
  static final class WrongEcho extends Exception {
    private static final long serialVersionUID = 1L;

    WrongEcho() {
      super("echo: what came back is not what was sent", null, false, false);
    }
  }

  private final int rounds;
  private final byte[] payload;
  private final KeptSessions kept; // null: nobody is to resume them
  private final Meeting meeting;

  /**
   * A client.
   *
   * @param bytes how many to send and expect back in a round
   * @param rounds how many; with 0 nothing is sent
   * @param kept to wait for a session in; null not to
   * @param meeting where connections wait for each other
   */
  Client(int bytes, int rounds, KeptSessions kept, Meeting meeting) {
    this.rounds = rounds;
    this.payload = new byte[bytes];
    this.kept = kept;
    this.meeting = meeting;
    ThreadLocalRandom.current().nextBytes(payload);
  }

  @Override
  public Void run(Target target, TlsSocket socket)
      throws IOException, InterruptedException, WrongEcho {
    meeting.arriveAndWait();
    for (int round = 0; round < rounds; round++) {
      echo(socket);
    }
    if (kept != null && rounds == 0) {
      awaitTicket(socket);
    }
    return null;
  }

  /** In pieces of a record each: an echo server need not hold more than one of them. */
  private void echo(TlsSocket socket) throws IOException, WrongEcho {
    byte[] back = new byte[Math.min(payload.length, PIECE)];
    for (int off = 0; off < payload.length; off += back.length) {
      int length = Math.min(back.length, payload.length - off);
      socket.write(payload, off, length);
      int got = socket.inputStream().readNBytes(back, 0, length);
      if (!Arrays.equals(payload, off, off + length, back, 0, got)) {
        throw new WrongEcho();
      }
    }
  }

  /**
   * In TLS 1.3 a session is a ticket, which comes after the handshake, when the server likes, or
   * never (RFC 8446 section 4.6.1): who has nothing to read must wait for it.
   */
  private void awaitTicket(TlsSocket socket) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (socket.info().version() == TlsVersion.TLS_1_3
        && !kept.hasOfThisThread()
        && System.nanoTime() - end < 0
        && socket.probe() == Probe.IDLE) {
      // Each probe has waited a little, and has taken the tickets that came.
    }
  }

  private static final int PIECE = 16384;

  /** Some round trips to anywhere; most servers send tickets at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);
}
