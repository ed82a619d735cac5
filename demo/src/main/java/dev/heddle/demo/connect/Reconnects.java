package dev.heddle.demo.connect;

import dev.heddle.config.Session;
import dev.heddle.demo.common.Dial;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Tickets;
import dev.heddle.ssl.Ssl;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Connects again and again, each time with the session of the connection before, and prints the
 * line about each that {@code openssl s_client -reconnect} prints.
 */
final class Reconnects {

  /** Told of the first connection, once its handshake is done or has failed. */
  @FunctionalInterface
  interface First {
    void connected(Ssl ssl, Dial.Line line, Duration handshake);
  }

  private final Server server;
  private final PrintStream out;
  private final First first;
  private final CertificateRequests requests;
  private Session session;

  Reconnects(Server server, CertificateRequests requests, PrintStream out, First first) {
    this.server = server;
    this.requests = requests;
    this.out = out;
    this.first = first;
  }

  /**
   * Connects.
   *
   * @param count how often
   * @param begin the session to begin with; null for none
   * @return the session that the last connection has left; null for none
   */
  Session run(int count, Session begin) throws Failure {
    session = begin;
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      boolean isFirst = i == 0;
      session = server.connection(session, (ssl, line) -> one(ssl, line, isFirst, last));
    }
    return session;
  }

  private Session one(Ssl ssl, Dial.Line line, boolean isFirst, boolean last) throws Failure {
    long begun = System.nanoTime();
    try {
      Failure.limited(ssl, server.limit(), "handshake", ssl::connect);
    } finally {
      if (isFirst) {
        first.connected(ssl, line, Duration.ofNanos(System.nanoTime() - begun));
      }
    }
    out.println(
        (ssl.sessionReused() ? "Reused, " : "New, ")
            + ssl.getVersion()
            + ", Cipher is "
            + ssl.getCurrentCipher().openSslName()
            + String.format(Locale.ROOT, " (%.1f ms)", (System.nanoTime() - begun) / 1e6));
    Duration patience =
        server.limit().compareTo(Tickets.PATIENCE) < 0 ? server.limit() : Tickets.PATIENCE;
    Session next = Tickets.await(ssl, line.bio(), patience);
    if (next == null && !last) {
      out.println("the server gave nothing to resume" + waited(ssl, patience));
    }
    out.flush();
    // A ticket says that the server has accepted our certificate, too.
    boolean asked = next == null && requests.issuers() != null;
    LastWord.exchange(ssl, line.bio(), asked, server.limit());
    return next;
  }

  private static String waited(Ssl ssl, Duration patience) {
    return ssl.getVersion().equals("TLSv1.3")
        ? " within " + patience.toMillis() + " ms: no ticket"
        : ": neither ticket nor session id";
  }
}
