package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.SessionCache;
import dev.heddle.config.TicketKey;
import dev.heddle.config.TicketKeys;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that openssl resumes with a server of ours, or would like to. */
class ServerResumptionTest {

  private static SslContext.Builder context(TlsVersion version) {
    return Ends.server(KeyType.EC_P256, version);
  }

  private static TicketKey key(int name, int secret) {
    byte[] nameBytes = new byte[16];
    byte[] secretBytes = new byte[32];
    nameBytes[0] = (byte) name;
    secretBytes[0] = (byte) secret;
    return TicketKey.of(nameBytes, secretBytes);
  }

  private static TicketKeys keys(TicketKey... keys) {
    return () -> List.of(keys);
  }

  /** Visits twice, with the session of the first visit; answers whether it was resumed. */
  private static boolean resumes(SslContext first, SslContext second) throws Exception {
    try (VisitedServer server = new VisitedServer(first)) {
      var visit = server.openssl(null, null);
      assertFalse(visit.reused());
      server.become(second);
      return server.openssl(null, visit.session()).reused();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ticketIsResumed(TlsVersion version) throws Exception {
    try (VisitedServer server = new VisitedServer(context(version).build())) {
      var first = server.openssl(null, null);
      assertFalse(first.reused());
      var second = server.openssl(null, first.session());
      assertTrue(second.reused());
      boolean tls13 = version == TlsVersion.TLS_1_3;
      assertTrue(server.openssl(null, (tls13 ? second : first).session()).reused());
    }
  }

  @Test
  void ticketIsResumedThroughHelloRetryRequest() throws Exception {
    SslContext retrying = context(TlsVersion.TLS_1_3).groupsList("P-384").build();
    try (VisitedServer server = new VisitedServer(retrying)) {
      var first = server.openssl(null, null);
      var second = server.openssl(null, first.session());
      assertTrue(second.reused());
      assertTrue(server.openssl(null, second.session()).reused());
    }
  }

  @Test
  void suiteIsOneWithTheHashOfTheSession() throws Exception {
    try (VisitedServer server = new VisitedServer(context(TlsVersion.TLS_1_3).build())) {
      var first = server.openssl(null, null, "-ciphersuites", "TLS_AES_128_GCM_SHA256");
      var second =
          server.openssl(
              null,
              first.session(),
              "-ciphersuites",
              "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
      assertTrue(second.reused());
      assertTrue(second.output().contains("Cipher is TLS_CHACHA20_POLY1305_SHA256"));
    }
  }

  @Test
  void sessionOfAHashThatIsNotConfiguredIsPassedOver() throws Exception {
    SslContext first = context(TlsVersion.TLS_1_3).ticketKeys(keys(key(1, 1))).build();
    SslContext other =
        SslContext.from(first.config()).ciphersuites("TLS_AES_128_GCM_SHA256").build();
    assertFalse(resumes(first, other));
  }

  @ParameterizedTest
  @EnumSource
  void twoServersWithTheSameKeysResumeEachOthersSessions(TlsVersion version) throws Exception {
    TicketKeys shared = keys(key(1, 1));
    SslContext.Builder context = context(version).ticketKeys(shared);
    assertTrue(resumes(context.build(), context.build()));
  }

  @ParameterizedTest
  @EnumSource
  void ticketOfAForeignKeyIsPassedOver(TlsVersion version) throws Exception {
    SslContext.Builder context = context(version);
    assertFalse(
        resumes(
            context.ticketKeys(keys(key(1, 1))).build(),
            context.ticketKeys(keys(key(2, 2))).build()));
  }

  @ParameterizedTest
  @EnumSource
  void ticketThatDoesNotOpenIsPassedOver(TlsVersion version) throws Exception {
    SslContext.Builder context = context(version);
    assertFalse(
        resumes(
            context.ticketKeys(keys(key(1, 1))).build(),
            context.ticketKeys(keys(key(1, 2))).build()));
  }

  @Test
  void ticketOfAnEarlierKeyIsRenewedInTheShortHandshake() throws Exception {
    SslContext.Builder context = context(TlsVersion.TLS_1_2);
    try (VisitedServer server = new VisitedServer(context.ticketKeys(keys(key(1, 1))).build())) {
      var first = server.openssl(null, null);
      var second = server.openssl(null, first.session(), "-msg");
      assertTrue(second.reused());
      assertFalse(second.output().contains("NewSessionTicket"));
      server.become(context.ticketKeys(keys(key(2, 2), key(1, 1))).build());
      var third = server.openssl(null, first.session(), "-msg");
      assertTrue(third.reused());
      assertTrue(third.output().contains("NewSessionTicket"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionThatHasExpiredIsPassedOver(TlsVersion version) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    SslContext context =
        context(version)
            .timeout(Duration.ofMinutes(10))
            .configure(config -> config.clock(now::get))
            .build();
    try (VisitedServer server = new VisitedServer(context)) {
      var first = server.openssl(null, null);
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(9)));
      var second = server.openssl(null, first.session());
      assertTrue(second.reused());
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(2)));
      // Resuming has not made it live longer.
      boolean tls13 = version == TlsVersion.TLS_1_3;
      assertFalse(server.openssl(null, (tls13 ? second : first).session()).reused());
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionIsForItsNameAlone(TlsVersion version) throws Exception {
    try (VisitedServer server = new VisitedServer(context(version).build())) {
      var first = server.openssl(null, null, "-servername", "localhost");
      assertFalse(server.openssl(null, first.session(), "-servername", "other").reused());
      assertFalse(server.openssl(null, first.session(), "-noservername").reused());
      assertTrue(server.openssl(null, first.session(), "-servername", "localhost").reused());
    }
  }

  @ParameterizedTest
  @EnumSource
  void protocolIsAgreedOnAfresh(TlsVersion version) throws Exception {
    try (VisitedServer server =
        new VisitedServer(context(version).alpnProtos("one", "two").build())) {
      var first = server.openssl(null, null, "-alpn", "one");
      assertEquals("one", first.visit().alpn());
      var second = server.openssl(null, first.session(), "-alpn", "two");
      assertTrue(second.reused());
      assertEquals("two", second.visit().alpn());
      assertTrue(second.output().contains("ALPN protocol: two"), second.output());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientIsStillKnown(TlsVersion version) throws Exception {
    SslContext context = context(version).trust(Ends.trust()).verifyPeerFailIfNoPeerCert().build();
    Identity client = TestCerts.client(KeyType.EC_P256);
    try (VisitedServer server = new VisitedServer(context)) {
      var first = server.openssl(client, null);
      var second = server.openssl(client, first.session());
      assertTrue(second.reused());
      assertEquals("CN=client", second.visit().peer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientIsNotAskedForLessThanNow(TlsVersion version) throws Exception {
    TicketKeys shared = keys(key(1, 1));
    SslContext.Builder context = context(version).trust(Ends.trust()).ticketKeys(shared);
    SslContext open = context.build();
    SslContext asking = context.verifyPeerFailIfNoPeerCert().build();
    Identity client = TestCerts.client(KeyType.EC_P256);
    try (VisitedServer server = new VisitedServer(open)) {
      var first = server.openssl(client, null);
      assertNull(first.visit().peer());
      server.become(asking);
      var second = server.openssl(client, first.session());
      assertFalse(second.reused());
      assertEquals("CN=client", second.visit().peer());
      server.become(open);
      var third = server.openssl(client, second.session());
      assertFalse(third.reused());
      assertNull(third.visit().peer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionEndsWithTheCertificateOfTheClient(TlsVersion version) throws Exception {
    Instant start = Instant.now();
    AtomicReference<Instant> now = new AtomicReference<>(start);
    Identity client =
        TestCerts.make("brief")
            .valid(start.minusSeconds(60), start.plus(Duration.ofHours(1)))
            .purpose(KeyPurposeId.id_kp_clientAuth)
            .by(TestCerts.root())
            .build();
    SslContext context =
        context(version)
            .trust(Ends.trust())
            .verifyPeerFailIfNoPeerCert()
            .configure(config -> config.clock(now::get))
            .build();
    try (VisitedServer server = new VisitedServer(context)) {
      var first = server.openssl(client, null);
      now.set(start.plus(Duration.ofMinutes(50)));
      var second = server.openssl(client, first.session());
      assertTrue(second.reused());
      assertEquals("CN=brief", second.visit().peer());
      now.set(start.plus(Duration.ofMinutes(70)));
      boolean tls13 = version == TlsVersion.TLS_1_3;
      var third =
          server.openssl(TestCerts.client(KeyType.EC_P256), (tls13 ? second : first).session());
      assertFalse(third.reused());
      assertEquals("CN=client", third.visit().peer());
    }
  }

  @Test
  void sessionOfTls13InTheCacheIsForOneUse() throws Exception {
    SessionCache cache = SessionCache.inMemory();
    SslContext context = context(TlsVersion.TLS_1_3).ticketKeys(null).sessCache(cache).build();
    try (VisitedServer server = new VisitedServer(context)) {
      var first = server.openssl(null, null);
      assertTrue(server.openssl(null, first.session()).reused());
      var replayed = server.openssl(null, first.session());
      assertFalse(replayed.reused());
      assertTrue(server.openssl(null, replayed.session()).reused());
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionInTheCacheIsResumed(TlsVersion version) throws Exception {
    SslContext context =
        context(version).ticketKeys(null).sessCache(SessionCache.inMemory()).build();
    assertTrue(resumes(context, context));
  }

  @ParameterizedTest
  @EnumSource
  void serverWithoutKeysAndCacheResumesNothing(TlsVersion version) throws Exception {
    SslContext context = context(version).ticketKeys(null).sessCache(null).build();
    try (VisitedServer server = new VisitedServer(context)) {
      var first = server.openssl(null, null);
      assertFalse(first.reused());
      assertNull(first.visit().session());
    }
  }

  /** RFC 6066 section 4: it would be the session's. */
  @Test
  void maximumFragmentLengthGoesWithoutSessions() throws Exception {
    try (VisitedServer server = new VisitedServer(context(TlsVersion.TLS_1_2).build())) {
      var first = server.openssl(null, null, "-maxfraglen", "1024");
      assertFalse(first.reused());
      assertNull(first.visit().session());
      var second = server.openssl(null, null);
      assertFalse(server.openssl(null, second.session(), "-maxfraglen", "1024").reused());
      assertTrue(server.openssl(null, second.session()).reused());
    }
  }

  /** RFC 7366: whether the MAC covers the ciphertext is agreed on afresh. */
  @Test
  void sessionOfACbcSuiteIsResumed() throws Exception {
    SslContext context =
        context(TlsVersion.TLS_1_2).cipherList("ECDHE-ECDSA-AES128-SHA256").build();
    assertTrue(resumes(context, context));
  }

  @Test
  void clientWithoutTicketsHasAnId() throws Exception {
    try (VisitedServer server = new VisitedServer(context(TlsVersion.TLS_1_2).build())) {
      var first = server.openssl(null, null, "-no_ticket");
      assertTrue(server.openssl(null, first.session(), "-no_ticket").reused());
      assertTrue(server.openssl(null, first.session(), "-no_ticket").reused());
    }
  }
}
