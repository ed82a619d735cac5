package dev.heddle.resume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.config.SessionValues;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a server's sessions go, and what is left of them. */
class ServerSessionsTest {

  private static final Instant NOW = Instant.now();
  private static final Asked ASKED =
      new Asked(TlsVersion.TLS_1_3, null, List.of(CipherSuite.TLS_AES_128_GCM_SHA256));

  private final List<Session> told = new ArrayList<>();
  private final Sessions tickets = Sessions.create().withCallback(told::add);
  private final Sessions cache = tickets.withTicketKeys(null);

  private static ServerSessions server(Sessions sessions) {
    TlsConfig config = TlsConfig.builder().sessions(sessions).clock(() -> NOW).build();
    return new ServerSessions(config, new SecureRandom(), null);
  }

  private static SessionValues values(
      ServerSessions server, Duration left, List<X509Certificate> chain) {
    byte[] secret = new byte[32];
    secret[0] = 1;
    return new SessionValues(
        TlsVersion.TLS_1_3,
        CipherSuite.TLS_AES_128_GCM_SHA256,
        secret,
        new byte[0],
        new byte[0],
        7,
        true,
        NOW,
        NOW,
        NOW.plus(left),
        null,
        null,
        chain,
        0,
        false,
        new byte[0],
        server.settings());
  }

  private static SessionValues values(ServerSessions server) {
    return values(server, Duration.ofMinutes(5), List.of());
  }

  @Test
  void sealedSessionIsInItsTicketAlone() {
    ServerSessions server = server(tickets);
    SessionValues values = values(server);
    Issued issued = server.issue(values);
    assertEquals(300, issued.seconds());
    assertArrayEquals(new byte[32], values.secret());
    assertEquals(0, issued.session().values().secret().length);
    assertFalse(issued.session().isResumable());
    Resumable found = server(tickets).find13(issued.ticket(), ASKED);
    assertEquals(1, found.session().values().secret()[0]);
    found.wipe();
    assertArrayEquals(new byte[32], found.session().values().secret());
  }

  @Test
  void cachedSessionIsFoundOnce() {
    ServerSessions server = server(cache);
    Issued issued = server.issue(values(server));
    assertEquals(32, issued.ticket().length);
    Resumable found = server(cache).find13(issued.ticket(), ASKED);
    assertSame(issued.session(), found.session());
    assertEquals(0, found.toKeep().values().secret().length);
    assertNull(server(cache).find13(issued.ticket(), ASKED));
  }

  @Test
  void programIsToldWhenThatIsAskedFor() {
    ServerSessions server = server(tickets);
    Issued issued = server.issue(values(server));
    assertEquals(List.of(), told);
    server.tell(issued.session());
    assertEquals(List.of(issued.session()), told);
  }

  @Test
  void failedConnectionTakesItsSessionsBack() {
    ServerSessions server = server(cache);
    Issued one = server.issue(values(server));
    Issued other = server.issue(values(server));
    server.forget();
    assertFalse(one.session().isResumable());
    assertNull(server(cache).find13(one.ticket(), ASKED));
    assertNull(server(cache).find13(other.ticket(), ASKED));
  }

  @Test
  void noTicketIsIssuedForASessionThatIsOver() {
    ServerSessions server = server(tickets);
    assertNull(server.issue(values(server, Duration.ofMillis(999), List.of())));
    assertNull(server.issue(values(server, Duration.ofHours(-1), List.of())));
    assertNotNull(server.issue(values(server, Duration.ofSeconds(1), List.of())));
  }

  @Test
  void ticketIsValidForSevenDaysAtMost() {
    ServerSessions server = server(tickets);
    assertEquals(604_800, server.issue(values(server, Duration.ofDays(8), List.of())).seconds());
  }

  @Test
  void ticketThatWouldBeTooLargeIsNotIssued() {
    X509Certificate one = TestCerts.client(KeyType.RSA_2048).certificate();
    ServerSessions server = server(tickets);
    Duration left = Duration.ofMinutes(5);
    assertNull(server.issue(values(server, left, Collections.nCopies(40, one))));
    assertNotNull(server.issue(values(server, left, Collections.nCopies(10, one))));
  }

  @Test
  void numberOfTicketsIsOneAfterResumption() {
    assertEquals(2, server(tickets).tickets(false));
    assertEquals(1, server(tickets).tickets(true));
    assertEquals(2, server(cache).tickets(false));
    assertEquals(0, server(tickets.withTickets(0)).tickets(true));
    assertEquals(0, server(cache.withCache(null)).tickets(false));
  }

  @Test
  void whatIsNoTicketIsNotLookedForInTheCache() {
    Sessions refusing =
        cache.withCache(
            new SessionCache() {
              @Override
              public void put(SessionKey key, Session session) {
                throw new AssertionError();
              }

              @Override
              public Session take(SessionKey key) {
                throw new AssertionError();
              }

              @Override
              public void remove(SessionKey key, Session session) {
                throw new AssertionError();
              }
            });
    assertNull(server(refusing).find13(new byte[31], ASKED));
    assertNull(server(refusing).findId(new byte[0], ASKED));
  }
}
