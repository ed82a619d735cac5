package dev.heddle.demo.common;

import dev.heddle.bio.Bio;
import dev.heddle.config.Session;
import dev.heddle.ssl.Mode;
import dev.heddle.ssl.Ssl;
import java.io.IOException;
import java.time.Duration;

/**
 * What a connection can be resumed with. In TLS 1.3 that is a ticket, which comes after the
 * handshake, when the server likes, or never (RFC 8446 section 4.6.1): who has nothing to read must
 * wait for it.
 */
public final class Tickets {

  /** Some round trips to anywhere; most servers send tickets at once. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The session of a connection if it can be resumed by another; else null. */
  public static Session resumable(Ssl ssl) {
    Session session = ssl.getSession();
    return session != null && session.isResumable() ? session : null;
  }

  /**
   * Waits until there is a session that can be resumed; in TLS 1.2 there is one by now, or none.
   * Data that comes first ends the waiting, and is left for the next read.
   *
   * @param limit how long, 1 ms or more
   * @return null if there is none
   */
  public static Session await(Ssl ssl, Bio bio, Duration limit) {
    if (!ssl.getVersion().equals("TLSv1.3")) {
      return resumable(ssl);
    }
    long end = System.nanoTime() + limit.toNanos();
    // So that a read returns after each ticket.
    ssl.clearMode(Mode.AUTO_RETRY);
    try {
      int before = bio.receiveTimeout();
      long left = limit.toMillis();
      while (resumable(ssl) == null && left > 0 && waits(ssl, bio, (int) left)) {
        left = (end - System.nanoTime()) / 1_000_000;
      }
      bio.receiveTimeout(before);
    } catch (IOException closed) {
      // What there was by then counts.
    } finally {
      ssl.setMode(Mode.AUTO_RETRY);
    }
    return resumable(ssl);
  }

  /** Reads a record, or waits in vain; whether to go on. */
  private static boolean waits(Ssl ssl, Bio bio, int millis) throws IOException {
    bio.receiveTimeout(millis);
    int n = ssl.peek(new byte[1], 0, 1);
    boolean again = n < 0 && ssl.getError(n).isWant();
    // A failure waits for the next call, which tells it.
    ssl.errors().clearError();
    return again;
  }

  private Tickets() {}
}
