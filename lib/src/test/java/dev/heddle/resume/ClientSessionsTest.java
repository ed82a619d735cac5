package dev.heddle.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionValues;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which session a client offers, and which it never does. */
class ClientSessionsTest {

  private static final String PEER = "localhost:443";
  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);
  private static final Instant NOW = Instant.parse("2030-05-01T12:00:00Z");
  private static final CipherSuite SHA256 = CipherSuite.TLS_AES_128_GCM_SHA256;
  private static final CipherSuite SHA384 = CipherSuite.TLS_AES_256_GCM_SHA384;
  private static final CipherSuite SUITE12 = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

  private final SessionCache cache = SessionCache.inMemory();

  private TlsConfig config(Consumer<TlsConfig.Builder> change) {
    TlsConfig.Builder builder =
        TlsConfig.builder()
            .sessions(Sessions.create().withCache(cache))
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .hostName("localhost")
            .clock(InstantSource.fixed(NOW));
    change.accept(builder);
    return builder.build();
  }

  private ClientSessions sessions(Consumer<TlsConfig.Builder> change) {
    return new ClientSessions(config(change), PEER, null);
  }

  /** A session of this moment under the settings of {@link #config}. */
  private Session session(CipherSuite suite, UnaryOperator<Made> change) {
    byte[] settings = config(c -> {}).trustDigest(true);
    Made made = change.apply(new Made(true, NOW, NOW.plusSeconds(100), "localhost"));
    return Session.of(
        new SessionValues(
            suite.version(),
            suite,
            new byte[48],
            new byte[0],
            new byte[] {1},
            0,
            made.extendedMasterSecret,
            made.createdAt,
            made.createdAt,
            made.expiresAt,
            made.serverName,
            null,
            SERVER.chain(),
            0,
            false,
            new byte[0],
            settings));
  }

  private record Made(
      boolean extendedMasterSecret, Instant createdAt, Instant expiresAt, String serverName) {}

  @Test
  void theNewestComesFirstAndEachOnce() {
    ClientSessions sessions = sessions(c -> {});
    Session first = session(SHA256, made -> made);
    Session second = session(SHA256, made -> made);
    sessions.keep(first);
    sessions.keep(second);
    assertSame(second, sessions.toOffer());
    assertSame(first, sessions.toOffer());
    assertNull(sessions.toOffer());
    assertFalse(first.isResumable());
  }

  @Test
  void oneOfTls12IsOfferedAgain() {
    ClientSessions sessions = sessions(c -> {});
    Session session = session(SUITE12, made -> made);
    sessions.keep(session);
    assertSame(session, sessions.toOffer());
    assertSame(session, sessions.toOffer());
    sessions.forget(session);
    assertNull(sessions.toOffer());
    assertFalse(session.isResumable());
  }

  @Test
  void renewedTicketTakesThePlaceOfTheFirst() {
    ClientSessions sessions = sessions(c -> {});
    Session first = session(SUITE12, made -> made);
    Session second = session(SUITE12, made -> made);
    sessions.keep(first);
    sessions.replace(first, second);
    assertSame(second, sessions.toOffer());
    sessions.forget(second);
    assertNull(sessions.toOffer());
    assertTrue(first.isResumable(), "who holds it may still use it");
  }

  @Test
  void theOneThatIsGivenComesBeforeTheCache() {
    Session given = session(SHA256, made -> made);
    Session kept = session(SHA256, made -> made);
    ClientSessions sessions = sessions(c -> c.session(given));
    sessions.keep(kept);
    assertSame(given, sessions.toOffer());
    assertSame(kept, sessions.toOffer());
  }

  @Test
  void givenToTwoConnectionsItIsOfferedByOne() {
    Session given = session(SHA256, made -> made);
    assertSame(given, sessions(c -> c.session(given)).toOffer());
    assertNull(sessions(c -> c.session(given)).toOffer());
  }

  /** Whatever is wrong with the newest, the next is looked at. */
  @Test
  void whatDoesNotFitIsPassedOver() {
    assertPassedOver(SHA256, made -> new Made(true, NOW.minusSeconds(9), NOW, "localhost"));
    assertPassedOver(
        SHA256, made -> new Made(true, NOW.plusMillis(1), NOW.plusSeconds(9), "localhost"));
    assertPassedOver(SHA256, made -> new Made(true, NOW, NOW.plusSeconds(9), "other.test"));
    assertPassedOver(SHA256, made -> new Made(true, NOW, NOW.plusSeconds(9), null));
    assertPassedOver(SUITE12, made -> new Made(false, NOW, NOW.plusSeconds(9), "localhost"));
  }

  private void assertPassedOver(CipherSuite suite, UnaryOperator<Made> change) {
    ClientSessions sessions = sessions(c -> {});
    Session good = session(suite, made -> made);
    sessions.keep(good);
    sessions.keep(session(suite, change));
    assertSame(good, sessions.toOffer());
    sessions.forget(good);
  }

  @Test
  void otherSettingsHaveOtherSessions() {
    assertNotOffered(c -> c.hostName("other.test").serverName("localhost"));
    assertNotOffered(c -> c.trust(Trust.none()));
    assertNotOffered(c -> c.insecureVerifyNone());
    assertNotOffered(c -> c.verifyDepth(1));
    assertNotOffered(c -> c.requireStaple(true));
    assertNotOffered(c -> c.verifyCallback(step -> true));
    assertNotOffered(c -> c.serverName("other.test"));
  }

  @Test
  void withoutCacheTheGivenOneIsAllThereIs() {
    sessions(c -> {}).keep(session(SHA256, made -> made));
    Session given = session(SHA256, made -> made);
    assertNull(sessions(c -> c.sessions(Sessions.none())).toOffer());
    assertSame(given, sessions(c -> c.sessions(Sessions.none()).session(given)).toOffer());
  }

  private void assertNotOffered(Consumer<TlsConfig.Builder> change) {
    Session session = session(SHA256, made -> made);
    sessions(c -> {}).keep(session);
    assertNull(sessions(change).toOffer());
    assertNull(sessions(change.andThen(c -> c.session(session))).toOffer(), "given by the caller");
    assertSame(session, sessions(c -> {}).toOffer(), "and it is still there");
  }

  /** They are found under the same key, and dropped. */
  @Test
  void otherVersionsAndHashesCannotUseThem() {
    List<Consumer<TlsConfig.Builder>> changes =
        List.of(c -> c.maxVersion(TlsVersion.TLS_1_2), c -> c.suites13(SHA384.ianaName()));
    for (Consumer<TlsConfig.Builder> change : changes) {
      Session session = session(SHA256, made -> made);
      sessions(c -> {}).keep(session);
      assertNull(sessions(change).toOffer());
      assertNull(sessions(change.andThen(c -> c.session(session))).toOffer());
    }
  }

  @Test
  void anotherSuiteOfTheSameHashWillDo() {
    Session session = session(SHA256, made -> made);
    sessions(c -> {}).keep(session);
    assertSame(session, sessions(c -> c.suites13("TLS_CHACHA20_POLY1305_SHA256")).toOffer());
  }

  @Test
  void anotherPeerHasOtherSessions() {
    sessions(c -> {}).keep(session(SHA256, made -> made));
    assertNull(new ClientSessions(config(c -> {}), "localhost:444", null).toOffer());
    assertNull(new ClientSessions(config(c -> {}), null, null).toOffer());
    assertNotNull(sessions(c -> {}).toOffer());
  }

  @Test
  void callbackHearsOfEach() {
    List<Session> told = new ArrayList<>();
    ClientSessions sessions = sessions(c -> c.sessions(Sessions.none().withCallback(told::add)));
    Session session = session(SHA256, made -> made);
    sessions.keep(session);
    assertEquals(List.of(session), told);
    assertTrue(sessions.areWanted());
    assertFalse(sessions(c -> c.sessions(Sessions.none())).areWanted());
  }

  @Test
  void parallelConnectionsTakeDifferentTickets() throws Exception {
    ClientSessions sessions = sessions(c -> {});
    for (int i = 0; i < 64; i++) {
      sessions.keep(session(SHA256, made -> made));
    }
    Set<Session> taken = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      threads.add(Thread.ofVirtual().start(() -> taken.add(sessions(c -> {}).toOffer())));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertEquals(64, taken.size());
    assertNull(sessions.toOffer());
  }

  @Test
  void expiryIsTheEarliestOfAll() {
    TlsConfig hour = config(c -> c.sessions(Sessions.create().withLifetime(Duration.ofHours(1))));
    assertEquals(NOW.plusSeconds(3600), Expiry.of(hour, NOW, List.of()));
    Instant end = SERVER.chain().getFirst().getNotAfter().toInstant();
    assertEquals(end, Expiry.of(hour, end.minusSeconds(10), SERVER.chain()));
  }
}
