package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.SessionCache;
import dev.heddle.config.TicketKey;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that a client of the JDK's resumes with a server of ours. */
class JdkVisitorTest {

  private static SslContext.Builder context(TlsVersion version) {
    return Ends.server(KeyType.EC_P256, version);
  }

  @ParameterizedTest
  @EnumSource
  void ticketIsResumed(TlsVersion version) throws Exception {
    resumesTwice(context(version).build(), new JdkVisitor(version, null));
  }

  @Test
  void ticketIsResumedThroughHelloRetryRequest() throws Exception {
    resumesTwice(
        context(TlsVersion.TLS_1_3).groupsList("P-384").build(),
        new JdkVisitor(TlsVersion.TLS_1_3, null));
  }

  @ParameterizedTest
  @EnumSource
  void sessionInTheCacheIsResumed(TlsVersion version) throws Exception {
    resumesTwice(
        context(version).ticketKeys(null).sessCache(SessionCache.inMemory()).build(),
        new JdkVisitor(version, null));
  }

  private static void resumesTwice(SslContext context, JdkVisitor client) throws Exception {
    try (VisitedServer server = new VisitedServer(context)) {
      assertFalse(client.visit(server).reused());
      assertTrue(client.visit(server).reused());
      assertTrue(client.visit(server).reused());
    }
  }

  @ParameterizedTest
  @EnumSource
  void ticketOfAnEarlierKeyIsRenewed(TlsVersion version) throws Exception {
    SslContext.Builder context = context(version).numTickets(1);
    TicketKey earlier = TicketKey.of(new byte[16], new byte[32]);
    byte[] name = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    TicketKey later = TicketKey.of(name, new byte[32]);
    JdkVisitor client = new JdkVisitor(version, null);
    try (VisitedServer server =
        new VisitedServer(context.ticketKeys(() -> List.of(earlier)).build())) {
      assertFalse(client.visit(server).reused());
      server.become(context.ticketKeys(() -> List.of(later, earlier)).build());
      assertTrue(client.visit(server).reused());
      server.become(context.ticketKeys(() -> List.of(later)).build());
      assertTrue(client.visit(server).reused());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientIsStillKnown(TlsVersion version) throws Exception {
    SslContext context = context(version).trust(Ends.trust()).verifyPeerFailIfNoPeerCert().build();
    JdkVisitor client = new JdkVisitor(version, TestCerts.client(KeyType.EC_P256));
    try (VisitedServer server = new VisitedServer(context)) {
      assertEquals("CN=client", client.visit(server).peer());
      var second = client.visit(server);
      assertTrue(second.reused());
      assertEquals("CN=client", second.peer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void protocolIsAgreedOnAfresh(TlsVersion version) throws Exception {
    JdkVisitor client = new JdkVisitor(version, null);
    try (VisitedServer server =
        new VisitedServer(context(version).alpnProtos("one", "two").build())) {
      assertEquals("one", client.visit(server, "one").alpn());
      var second = client.visit(server, "two");
      assertTrue(second.reused());
      assertEquals("two", second.alpn());
    }
  }

  /** RFC 5246 section 7.2.2: an id is forgotten when its connection has failed. */
  @Test
  void sessionOfAConnectionThatFailedIsForgotten() throws Exception {
    byte[] unprotected = HexFormat.of().parseHex("1703030018" + "00".repeat(24));
    JdkVisitor client = new JdkVisitor(TlsVersion.TLS_1_2, null);
    SslContext context =
        context(TlsVersion.TLS_1_2).ticketKeys(null).sessCache(SessionCache.inMemory()).build();
    try (VisitedServer server = new VisitedServer(context)) {
      assertFalse(client.visit(server).reused());
      assertTrue(client.visit(server, unprotected).reused());
      assertFalse(client.visit(server).reused());
    }
  }
}
