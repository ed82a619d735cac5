package dev.heddle.demo.connect;

import dev.heddle.config.Session;
import dev.heddle.demo.common.Dial;
import dev.heddle.demo.common.Failure;
import dev.heddle.fanout.Target;
import dev.heddle.preamble.Preamble;
import dev.heddle.preamble.Proxy;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.time.Duration;
import java.util.List;

/**
 * The server to connect to, as often as one likes.
 *
 * @param way what leads there, and what is said before TLS
 * @param peer how it is named
 * @param limit for each part: look-up, connect, what is said before TLS, handshake
 */
record Server(
    SslContext context,
    Target where,
    Way way,
    PeerOptions peer,
    Dial.Addresses addresses,
    Duration limit) {

  /**
   * The way to a server.
   *
   * @param proxy null for none
   * @param preambles what is said before TLS, the proxy first
   */
  record Way(Proxy proxy, List<Preamble> preambles) {}

  /** What to do with a connection, the handshake included. */
  @FunctionalInterface
  interface Use<T> {
    T of(Ssl ssl, Dial.Line line) throws Failure;
  }

  /**
   * Makes a connection, and closes it after use.
   *
   * @param session what to resume; null for nothing
   */
  <T> T connection(Session session, Use<T> use) throws Failure {
    Dial.Line line = Dial.open(where, way.preambles(), way.proxy(), addresses, limit);
    try (var bio = line.bio();
        Ssl ssl = context.newSsl()) {
      ssl.setBio(bio, bio);
      peer.name(ssl, where);
      ssl.setSession(session);
      return use.of(ssl, line);
    }
  }
}
