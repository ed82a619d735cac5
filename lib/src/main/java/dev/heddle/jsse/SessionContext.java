package dev.heddle.jsse;

import dev.heddle.config.NewSessionCallback;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionValues;
import dev.heddle.config.Sessions;
import dev.heddle.loop.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * The sessions of one role of a context: JSSE's view of them, and what resumption needs.
 *
 * <p>What can be resumed lies in a {@link SessionCache}, or with a server's clients, in tickets.
 * The {@link SessionTable} says what belongs together and what callers may see. Each connection
 * asks before it resumes a session; so a time-out that is changed holds for what there is already.
 */
final class SessionContext implements SSLSessionContext {

  private static final int DEFAULT_SIZE = 20_480;
  private static final int DEFAULT_SECONDS = 86_400;

  /** The longest that a ticket may be kept: 7 days (RFC 8446 section 4.6.1). */
  private static final int MOST_SECONDS = 604_800;

  private static final int MOST_UNDER_ONE_KEY = 64;
  private static final int MOST_BYTES = 1 << 26;

  private static final int SWEEP_MILLIS = 60_000;

  private final boolean client;
  private final InstantSource clock;
  private final SessionTable table;
  private final RefusedSessions refused = new RefusedSessions(SessionTable.MOST);
  private final AtomicLong swept = new AtomicLong();
  private volatile int cacheSize = defaultSize();
  private volatile Limit limit;

  /**
   * How long sessions may be resumed.
   *
   * @param seconds as it was set; 0 for no limit
   * @param sessions what follows from it
   */
  private record Limit(int seconds, Sessions sessions) {}

  SessionContext(boolean client, Options options) {
    this(client, options, InstantSource.system());
  }

  SessionContext(boolean client, Options options, InstantSource clock) {
    this.client = client;
    this.clock = clock;
    this.table = new SessionTable(cacheSize);
    SessionCache cache = options.sessionCache();
    if (cache == null) {
      cache = SessionCache.inMemory(SessionTable.MOST, MOST_UNDER_ONE_KEY, MOST_BYTES);
    }
    Sessions sessions = Sessions.create().withCache(cache).withCallback(new Hooks());
    limit = limit(DEFAULT_SECONDS, client ? sessions.withTicketKeys(null) : sessions);
  }

  private static int defaultSize() {
    int set = Integer.getInteger("javax.net.ssl.sessionCacheSize", DEFAULT_SIZE);
    return set < 0 ? DEFAULT_SIZE : set;
  }

  private static Limit limit(int seconds, Sessions sessions) {
    return new Limit(seconds, sessions.withLifetime(Duration.ofSeconds(effective(seconds))));
  }

  private static int effective(int seconds) {
    return seconds == 0 ? MOST_SECONDS : Math.min(seconds, MOST_SECONDS);
  }

  /** How sessions are resumed; another object once it changes. */
  Sessions sessions() {
    return limit.sessions();
  }

  /** What the connections of this context ask and tell. */
  private final class Hooks implements NewSessionCallback {

    @Override
    public void newSession(Session session) {
      throw new IllegalStateException("a connection of JSSE is attached to its loop");
    }

    @Override
    public void newSession(Session session, Object attachment) {
      if (session.attachment() instanceof SessionState) {
        return; // it has that of the session which was resumed
      }
      SessionState own = ((Connection) attachment).sessionState();
      begin(own, session);
      if (client) {
        session.attach(own);
      } else if (own.isInvalid()) {
        refused.refuse(own.id(), own.createdAt());
      } else {
        table.putIfAbsent(own);
      }
    }

    @Override
    public boolean mayResume(Session session) {
      if (!isInTime(session.values().authenticatedAt())) {
        return false;
      }
      if (client) {
        return !(session.attachment() instanceof SessionState state)
            || !state.isInvalid() && !state.isDropped();
      }
      SessionValues values = session.values();
      return !refused.isRefused(values.sessionId(), values.authenticatedAt().toEpochMilli());
    }
  }

  /** A connection has finished its handshake. */
  TlsSession established(Connection connection, Facts facts) {
    long now = clock.millis();
    boolean resumed = facts.reused();
    SessionState state = state(connection, facts, now);
    SessionFacts known = known(connection, facts, resumed ? state.latest() : null);
    TlsSession session =
        new TlsSession(this, state, connection.peerHost(), connection.peerPort(), known);
    state.used(session, now);
    if (!state.isInvalid()) {
      table.put(state);
    }
    sweep(now);
    return session;
  }

  private SessionState state(Connection connection, Facts facts, long now) {
    Session session = facts.session();
    SessionState earlier = facts.reused() ? earlier(session) : null;
    if (earlier != null) {
      return earlier;
    }
    SessionState own = connection.sessionState();
    if (session == null) {
      own.begin(new byte[0], now);
    } else {
      begin(own, session);
    }
    return own;
  }

  private SessionState earlier(Session session) {
    if (client) {
      return session.attachment() instanceof SessionState state ? state : null;
    }
    return table.get(session.values().sessionId());
  }

  /** A server names its sessions; to a client, only one without ticket has a name. */
  private void begin(SessionState state, Session session) {
    SessionValues values = session.values();
    boolean isNamed = !client || values.ticket().length == 0;
    state.begin(
        isNamed ? values.sessionId() : new byte[0], values.authenticatedAt().toEpochMilli());
  }

  /** What only a full handshake tells comes from the session that is resumed; null for none. */
  private static SessionFacts known(Connection connection, Facts facts, TlsSession resumed) {
    TlsSession shown = connection.handshakeSession();
    SessionFacts before =
        resumed != null ? resumed.facts() : shown == null ? SessionFacts.NONE : shown.facts();
    byte[] staple = facts.staple();
    return new SessionFacts(
        facts.version().openSslName(),
        facts.cipherSuite().ianaName(),
        facts.peerChain(),
        resumed == null ? facts.ownChain() : before.localChain(),
        Handshaking.serverNames(connection, facts.serverName()),
        staple == null ? before.staples() : List.of(staple),
        Handshaking.localSchemes(connection),
        before.peerSchemes());
  }

  /** A caller wants it not to be resumed any more; its state knows. */
  void invalidated(SessionState state) {
    table.remove(state);
    if (!client) {
      refused.refuse(state.id(), state.createdAt());
    }
  }

  /** Forgets what is over, now and then. */
  private void sweep(long now) {
    long last = swept.get();
    if (now - last >= SWEEP_MILLIS && swept.compareAndSet(last, now)) {
      table.removeIf(state -> !isValid(state));
      refused.forget(now - 1000L * effective(limit.seconds()));
    }
  }

  boolean isValid(SessionState state) {
    return !state.isInvalid() && isInTime(Instant.ofEpochMilli(state.createdAt()));
  }

  private boolean isInTime(Instant begin) {
    int seconds = limit.seconds();
    return clock.instant().isBefore(begin.plusSeconds(effective(seconds)));
  }

  // SSLSessionContext

  @Override
  public SSLSession getSession(byte[] sessionId) {
    if (sessionId == null) {
      throw new NullPointerException("sessionId");
    }
    SessionState state = table.get(sessionId);
    return state != null && isValid(state) ? state.latest() : null;
  }

  @Override
  public Enumeration<byte[]> getIds() {
    List<byte[]> ids =
        table.all().stream()
            .filter(state -> state.latest() != null && isValid(state))
            .map(state -> state.id().clone())
            .toList();
    return Collections.enumeration(ids);
  }

  /**
   * In seconds, from the full handshake on; 0 for none but our own, which is 7 days, and holds for
   * more seconds, too.
   */
  @Override
  public void setSessionTimeout(int seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("seconds must be 0 or more, not " + seconds);
    }
    limit = limit(seconds, limit.sessions());
  }

  @Override
  public int getSessionTimeout() {
    return limit.seconds();
  }

  /** How many sessions; 0 for none but our own limit, which holds for more, too. */
  @Override
  public void setSessionCacheSize(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("size must be 0 or more, not " + size);
    }
    cacheSize = size;
    table.resize(size);
  }

  @Override
  public int getSessionCacheSize() {
    return cacheSize;
  }
}
