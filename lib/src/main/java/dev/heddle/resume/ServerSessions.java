package dev.heddle.resume;

import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.NewSessionCallback;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TicketKey;
import dev.heddle.config.TicketKeys;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.resume.Resumable.Place;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A server's sessions, for one connection: those that a client brings, and where new ones go. They
 * are in tickets, sealed, if there are keys for that; else in the cache if there is one, where each
 * session of TLS 1.3 is for one use.
 */
public final class ServerSessions {

  private final TlsConfig config;
  private final SecureRandom random;
  private final Object attachment;
  private final byte[] settings;
  private final TicketKeys keys;
  private final SessionCache cache;

  /** What this connection has put into the cache, or resumed from it. */
  private final List<Session> cached = new ArrayList<>(0);

  /**
   * For one connection.
   *
   * @param attachment what the callback is told to know it by; null for nothing
   */
  public ServerSessions(TlsConfig config, SecureRandom random, Object attachment) {
    this.config = config;
    this.random = random;
    this.attachment = attachment;
    this.keys = config.sessions().ticketKeys();
    this.cache = config.sessions().cache();
    this.settings = keys == null && cache == null ? new byte[0] : config.trustDigest(false);
  }

  /** Whether a connection that resumes nothing is of no use. */
  public boolean mustResume() {
    return !config.sessions().fullHandshakes();
  }

  /** Whether sessions of TLS 1.2 are in tickets, where a client knows such. */
  public boolean sealsTickets() {
    return keys != null;
  }

  /** Whether sessions of TLS 1.2 are kept here under their id, for clients without tickets. */
  public boolean keepsIds() {
    return cache != null;
  }

  /** How many tickets of TLS 1.3 are issued. */
  public int tickets(boolean resumed) {
    int most = keys == null && cache == null ? 0 : config.sessions().tickets();
    return resumed ? Math.min(most, 1) : most;
  }

  /** The session of TLS 1.3 that a ticket stands for; null if it cannot be resumed now. */
  public Resumable find13(byte[] ticket, Asked asked) {
    if (keys != null) {
      return open(ticket, TICKET_13, asked);
    }
    return ticket.length == ID_BYTES ? take(ticket, asked) : null;
  }

  /** The session of TLS 1.2 that a ticket stands for; null if it cannot be resumed now. */
  public Resumable find12(byte[] ticket, Asked asked) {
    return keys == null ? null : open(ticket, TICKET_12, asked);
  }

  /** The session of TLS 1.2 with this id; null if it cannot be resumed now. */
  public Resumable findId(byte[] id, Asked asked) {
    return cache == null || id.length != ID_BYTES ? null : take(id, asked);
  }

  private Resumable open(byte[] ticket, String purpose, Asked asked) {
    List<TicketKey> all = keys.keys();
    List<TicketKey> current = all.subList(0, Math.min(1, all.size()));
    Optional<Session> session = Session.open(ticket, () -> current, purpose);
    Place place = session.isPresent() ? Place.SEALED : Place.SEALED_BEFORE;
    if (session.isEmpty()) {
      session = Session.open(ticket, () -> all, purpose);
    }
    return session.isEmpty() ? null : judged(session.get(), place, asked);
  }

  private Resumable take(byte[] id, Asked asked) {
    Session session = cache.take(SessionKey.server(id, settings));
    return session == null || !session.use() ? null : judged(session, Place.CACHED, asked);
  }

  private Resumable judged(Session session, Place place, Asked asked) {
    ChainVerdict verdict = new ServerFit(config, settings, asked).judge(session.values());
    if (verdict != null && !mayResume(session)) {
      verdict = null;
    }
    Resumable found = new Resumable(session, verdict, place);
    if (verdict == null) {
      found.wipe();
      return null;
    }
    if (place == Place.CACHED) {
      cached.add(session);
    }
    return found;
  }

  private boolean mayResume(Session session) {
    NewSessionCallback callback = config.sessions().callback();
    return callback == null || callback.mayResume(session);
  }

  /** An id for a session that is going to be kept here, or in a ticket. */
  public byte[] newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return id;
  }

  /** The settings that a session of this connection is made under. */
  public byte[] settings() {
    return settings.clone();
  }

  /**
   * Whether tickets of TLS 1.3 leave before the client's Finished has come, where that can be
   * computed. Only sealed ones do: a session takes room in the cache once its client has finished.
   */
  public boolean ticketsAtOnce() {
    return keys != null && config.sessions().ticketsAtOnce();
  }

  /**
   * Issues a ticket for a session; the program is to be {@linkplain #tell told} of it. Its secret
   * is wiped if nobody here keeps it.
   *
   * @param session without ticket
   * @return null if its time is over already, or the ticket would be too large
   */
  public Issued issue(SessionValues session) {
    int seconds = secondsLeft(session);
    if (seconds < 1) {
      wipe(session);
      return null;
    }
    return keys == null ? handle(session, seconds) : sealed(session, seconds);
  }

  private Issued sealed(SessionValues session, int seconds) {
    String purpose = session.version() == TlsVersion.TLS_1_3 ? TICKET_13 : TICKET_12;
    byte[] ticket;
    try {
      ticket = isLong(session.peerChain()) ? null : Session.of(session).seal(keys, purpose);
    } finally {
      wipe(session);
    }
    return ticket == null || ticket.length > MOST_TICKET_BYTES
        ? null
        : new Issued(ticket, Session.of(Copies.withoutSecret(session)), seconds);
  }

  /** A program may let a client show more certificates than can be sealed. */
  private static boolean isLong(List<X509Certificate> chain) {
    long bytes = 0;
    for (X509Certificate each : chain) {
      try {
        bytes += each.getEncoded().length;
      } catch (CertificateEncodingException e) {
        return true; // it can be in no ticket at all
      }
    }
    return bytes > MOST_TICKET_BYTES;
  }

  private Issued handle(SessionValues session, int seconds) {
    byte[] ticket = newId();
    Session kept = Session.of(Copies.withTicket(session, ticket));
    put(ticket, kept);
    return new Issued(ticket, kept, seconds);
  }

  /** Keeps a session of TLS 1.2 under its id, and tells the program of it. */
  public Session keep(SessionValues session) {
    Session kept = Session.of(session);
    put(session.sessionId(), kept);
    tell(kept);
    return kept;
  }

  private void put(byte[] id, Session session) {
    cache.put(SessionKey.server(id, settings), session);
    cached.add(session);
  }

  /** Tells the program of a session that was issued. */
  public void tell(Session session) {
    NewSessionCallback callback = config.sessions().callback();
    if (callback != null) {
      callback.newSession(session, attachment);
    }
  }

  /**
   * The connection has failed: what it has put into the cache, or resumed from there, is not
   * resumed any more (RFC 5246 section 7.2.2, RFC 8446 section 6.2).
   */
  public void forget() {
    cached.forEach(Session::invalidate);
    for (Session each : cached) {
      byte[] ticket = each.values().ticket();
      byte[] id = ticket.length > 0 ? ticket : each.values().sessionId();
      cache.remove(SessionKey.server(id, settings), each);
    }
    cached.clear();
  }

  private int secondsLeft(SessionValues session) {
    long left = Duration.between(config.clock().instant(), session.expiresAt()).toSeconds();
    return Math.clamp(left, 0, LONGEST);
  }

  private static void wipe(SessionValues session) {
    Arrays.fill(session.secret(), (byte) 0);
  }

  private static final String TICKET_13 = "heddle server ticket 1.3";
  private static final String TICKET_12 = "heddle server ticket 1.2";
  private static final int ID_BYTES = 32;
  private static final int MOST_TICKET_BYTES = 1 << 14;

  /** Seven days (RFC 8446 section 4.6.1). */
  private static final int LONGEST = 604_800;
}
