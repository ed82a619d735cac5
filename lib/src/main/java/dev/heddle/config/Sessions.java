package dev.heddle.config;

import java.time.Duration;
import java.util.Objects;

/**
 * How sessions are resumed, or not: what {@code SSL_CTX_set_session_cache_mode(3)}, {@code
 * SSL_CTX_set_timeout(3)}, {@code SSL_CTX_set_num_tickets(3)} and their relatives set. Resuming
 * saves both ends the certificates and their signatures.
 *
 * <p>Immutable; {@code Sessions.create().withTickets(4)}.
 *
 * @param cache where a client keeps sessions, and a server those that are not in tickets; null: a
 *     client resumes only a session that it is {@link TlsConfig.Builder#session given}
 * @param ticketKeys what a server seals tickets with; null: it issues none, and keeps sessions in
 *     the cache instead, those of TLS 1.3 for one use each
 * @param tickets how many tickets a server issues after a full handshake of TLS 1.3, 0 to 255;
 *     after a resumed one it is one ticket, if this is not 0
 * @param ticketsAtOnce whether a server of TLS 1.3 sends its tickets right behind its own Finished,
 *     not after that of the client (RFC 8446 section 4.6.1, the note), for clients that read before
 *     they close: one that does not resets the connection, for its system has data that nobody
 *     wanted. It is done over a blocking transport with room for some 100 bytes from the client
 *     while the server writes, for four tickets at most that are sealed, and neither where a
 *     certificate is asked for nor for a session that has one
 * @param lifetime how long after the full handshake that it began with a session may be resumed,
 *     and each ticket that came of it; more than 0, and 7 days at most (RFC 8446 section 4.6.1)
 * @param callback told of each new session; null for nobody
 * @param fullHandshakes whether a connection may do without a session to resume; false: it fails
 *     then, a client that has none before it sends anything
 */
public record Sessions(
    SessionCache cache,
    TicketKeys ticketKeys,
    int tickets,
    boolean ticketsAtOnce,
    Duration lifetime,
    NewSessionCallback callback,
    boolean fullHandshakes) {

  /**
   * Settings of one's own.
   *
   * @throws ConfigException if one of them is out of its range
   */
  public Sessions {
    Objects.requireNonNull(lifetime, "lifetime");
    if (tickets < 0 || tickets > 255) {
      throw new ConfigException("tickets must be of 0 to 255, not " + tickets);
    }
    if (lifetime.compareTo(Duration.ZERO) <= 0 || lifetime.compareTo(LONGEST) > 0) {
      throw new ConfigException(
          "lifetime must be more than 0 and 7 days at most (RFC 8446), not " + lifetime);
    }
  }

  /**
   * The defaults, with a cache and ticket keys that nobody else has: two tickets and two hours, as
   * in OpenSSL.
   */
  public static Sessions create() {
    return new Sessions(
        SessionCache.inMemory(), TicketKeys.rotating(), 2, false, Duration.ofHours(2), null, true);
  }

  /** Neither cache nor tickets: only a session that a client is given is ever resumed. */
  public static Sessions none() {
    return new Sessions(null, null, 0, false, Duration.ofHours(2), null, true);
  }

  /** The same with another {@link #cache}, or without: null. */
  public Sessions withCache(SessionCache other) {
    return new Sessions(
        other, ticketKeys, tickets, ticketsAtOnce, lifetime, callback, fullHandshakes);
  }

  /** The same with other {@link #ticketKeys}, or without: null. */
  public Sessions withTicketKeys(TicketKeys other) {
    return new Sessions(cache, other, tickets, ticketsAtOnce, lifetime, callback, fullHandshakes);
  }

  /** The same with another number of {@link #tickets}. */
  public Sessions withTickets(int number) {
    return new Sessions(
        cache, ticketKeys, number, ticketsAtOnce, lifetime, callback, fullHandshakes);
  }

  /** The same with {@link #ticketsAtOnce} or without. */
  public Sessions withTicketsAtOnce(boolean on) {
    return new Sessions(cache, ticketKeys, tickets, on, lifetime, callback, fullHandshakes);
  }

  /** The same with another {@link #lifetime}. */
  public Sessions withLifetime(Duration other) {
    return new Sessions(cache, ticketKeys, tickets, ticketsAtOnce, other, callback, fullHandshakes);
  }

  /** The same with another {@link #callback}, or without: null. */
  public Sessions withCallback(NewSessionCallback other) {
    return new Sessions(cache, ticketKeys, tickets, ticketsAtOnce, lifetime, other, fullHandshakes);
  }

  /** The same with {@link #fullHandshakes} or without. */
  public Sessions withFullHandshakes(boolean may) {
    return new Sessions(cache, ticketKeys, tickets, ticketsAtOnce, lifetime, callback, may);
  }

  private static final Duration LONGEST = Duration.ofDays(7);
}
