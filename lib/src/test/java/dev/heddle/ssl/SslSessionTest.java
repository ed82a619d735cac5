package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Session;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions between two ends of ours, as OpenSSL's calls show them. */
class SslSessionTest {

  /** A server at one address, where a client's sessions are kept under that address. */
  private static final class Place implements AutoCloseable {
    final ServerSocket listener = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    final SslContext servers;

    Place(SslContext servers) throws IOException {
      this.servers = servers;
    }

    /** A connection, with data, ended by both sides; the client's end of it, closed. */
    Ssl meet(Ssl client) throws Exception {
      return meet(client, true);
    }

    Ssl meet(Ssl client, boolean shutDown) throws Exception {
      FutureTask<Boolean> serving = Ends.virtually(this::serve);
      try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
        client.setSocket(socket);
        assertEquals(1, client.connect(), () -> client.errors().getError().toString());
        assertEquals(1, client.read(new byte[9]));
        if (shutDown) {
          assertEquals(0, client.shutdown());
        }
      }
      assertEquals(client.sessionReused(), Ends.await(serving), "the two ends disagree");
      return client;
    }

    private boolean serve() throws IOException {
      try (Socket socket = listener.accept();
          Ssl ssl = servers.newSsl()) {
        ssl.setSocket(socket);
        assertEquals(1, ssl.accept(), () -> ssl.errors().getError().toString());
        assertEquals(1, ssl.write(new byte[1]));
        ssl.read(new byte[1]);
        ssl.shutdown();
        ssl.errors().clearError();
        return ssl.sessionReused();
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static Place place(TlsVersion version) throws IOException {
    return new Place(Ends.server(KeyType.EC_P256, version).build());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void aSessionThatIsSetIsResumed(TlsVersion version) throws Exception {
    SslContext clients = Ends.client(version).build();
    try (Place place = place(version)) {
      Ssl first = place.meet(Ends.localhost(clients));
      assertFalse(first.sessionReused());
      Session session = first.getSession();
      assertEquals(version, session.version());
      assertTrue(session.isResumable());

      Ssl second = Ends.localhost(clients);
      assertEquals(1, second.setSession(session));
      assertFalse(second.sessionReused());
      place.meet(second);
      assertTrue(second.sessionReused());
      assertEquals(first.getPeerCertChain(), second.getPeerCertChain());
      assertEquals(first.getVerifyResult(), second.getVerifyResult());
      assertEquals(first.getCurrentCipher(), second.getCurrentCipher());
      assertNull(second.getPeerSignatureScheme());
      assertEquals(version == TlsVersion.TLS_1_2, session.isResumable(), "one use in TLS 1.3");
      assertTrue(second.getSession().isResumable());
    }
  }

  @Test
  void aTls13SessionIsOfferedOnce() throws Exception {
    SslContext clients = Ends.client(TlsVersion.TLS_1_3).build();
    try (Place place = place(TlsVersion.TLS_1_3)) {
      Session session = place.meet(Ends.localhost(clients)).getSession();
      boolean[] reused = new boolean[2];
      for (int i = 0; i < reused.length; i++) {
        Ssl next = Ends.localhost(clients);
        assertEquals(1, next.setSession(session));
        reused[i] = place.meet(next).sessionReused();
      }
      assertTrue(reused[0]);
      assertFalse(reused[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_1_2,SERVER,false", "TLS_1_3,SERVER,false", "TLS_1_2,OFF,false", "TLS_1_3,OFF,false",
    "TLS_1_2,CLIENT,true", "TLS_1_3,CLIENT,true", "TLS_1_2,BOTH,true", "TLS_1_3,BOTH,true"
  })
  void aClientResumesByItselfWhereItsCacheIsOn(
      TlsVersion version, SessCacheMode mode, boolean reused) throws Exception {
    SslContext clients = Ends.client(version).sessCacheMode(mode).build();
    try (Place place = place(version)) {
      assertFalse(place.meet(Ends.localhost(clients)).sessionReused());
      assertEquals(reused, place.meet(Ends.localhost(clients)).sessionReused());
      assertEquals(reused, place.meet(Ends.localhost(clients)).sessionReused());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_1_2,SERVER,true",
    "TLS_1_3,SERVER,true",
    "TLS_1_2,OFF,false",
    "TLS_1_3,OFF,false"
  })
  void aServerWithoutTicketsResumesWhatItsCacheHas(
      TlsVersion version, SessCacheMode mode, boolean reused) throws Exception {
    SslContext servers =
        Ends.server(KeyType.EC_P256, version)
            .sessCacheMode(mode)
            .setOptions(Option.NO_TICKET)
            .build();
    SslContext clients = Ends.client(version).sessCacheMode(SessCacheMode.CLIENT).build();
    try (Place place = new Place(servers)) {
      assertFalse(place.meet(Ends.localhost(clients)).sessionReused());
      assertEquals(reused, place.meet(Ends.localhost(clients)).sessionReused());
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void aSessionOfAnotherTrustIsPassedOver(TlsVersion version) throws Exception {
    SslContext clients = Ends.client(version).build();
    Trust more =
        Trust.of(
            List.of(
                TestCerts.root().certificate(), TestCerts.client(KeyType.EC_P256).certificate()));
    SslContext others = Ends.client(version).trust(more).build();
    try (Place place = place(version)) {
      Session session = place.meet(Ends.localhost(clients)).getSession();
      Ssl other = Ends.localhost(others);
      assertEquals(1, other.setSession(session));
      assertFalse(place.meet(other).sessionReused());
      assertTrue(session.isResumable(), "it was not used");
      Ssl same = Ends.localhost(clients);
      assertEquals(1, same.setSession(session));
      assertTrue(place.meet(same).sessionReused());
    }
  }

  @Test
  void aSessionIsNotSetOnceTheHandshakeHasBegun() throws Exception {
    SslContext clients = Ends.client(TlsVersion.TLS_1_2).build();
    try (Place place = place(TlsVersion.TLS_1_2)) {
      Ssl first = place.meet(Ends.localhost(clients));
      Session session = first.getSession();
      first.errors().clearError();
      assertEquals(0, first.setSession(null));
      assertEquals(SslError.SSL, first.getError(0));
      assertEquals("called a function you should not call", first.errors().getError().reason());
      assertNull(first.errors().getError());
      assertEquals(session, first.getSession());
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void clearOffersTheSessionAgainAndNullTakesItBack(TlsVersion version) throws Exception {
    SslContext clients = Ends.client(version).build();
    Ssl ssl = Ends.localhost(clients);
    try (Place place = place(version)) {
      assertFalse(place.meet(ssl).sessionReused());
      assertEquals(1, ssl.clear());
      assertTrue(place.meet(ssl).sessionReused());
      assertEquals(1, ssl.clear());
      assertEquals(1, ssl.setSession(null));
      assertFalse(place.meet(ssl).sessionReused());
    }
  }

  /** SSL_clear(3), SSL_free(3): a session that is still open is considered bad. */
  @ParameterizedTest
  @CsvSource({"TLS_1_2,true", "TLS_1_3,true", "TLS_1_2,false", "TLS_1_3,false"})
  void aConnectionThatIsNotShutDownTakesItsSessionAlong(TlsVersion version, boolean clear)
      throws Exception {
    SslContext clients = Ends.client(version).build();
    Ssl ssl = Ends.localhost(clients);
    try (Place place = place(version)) {
      Session session = place.meet(ssl, false).getSession();
      assertTrue(session.isResumable());
      if (clear) {
        assertEquals(1, ssl.clear());
      } else {
        ssl.close();
      }
      assertFalse(session.isResumable());
      Ssl next = clear ? ssl : Ends.localhost(clients);
      if (!clear) {
        assertEquals(1, next.setSession(session));
      }
      assertFalse(place.meet(next).sessionReused());
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theCallbackHearsOfEachSession(TlsVersion version) throws Exception {
    Queue<Session> heard = new ConcurrentLinkedQueue<>();
    SslContext clients = Ends.client(version).sessNewCallback(heard::add).build();
    try (Place place = new Place(Ends.server(KeyType.EC_P256, version).numTickets(3).build())) {
      Ssl first = place.meet(Ends.localhost(clients));
      assertEquals(version == TlsVersion.TLS_1_3 ? 3 : 1, heard.size());
      Session newest = List.copyOf(heard).getLast();
      assertEquals(first.getSession(), newest);
      Session before = heard.peek();
      Ssl second = Ends.localhost(clients);
      second.setSession(before);
      assertTrue(place.meet(second).sessionReused());
      if (version == TlsVersion.TLS_1_3) {
        assertNotSame(before, newest);
        assertEquals(4, heard.size(), "one more after a resumed handshake");
      }
    }
  }

  @Test
  void aTls13ClientHasNoSessionBeforeATicket() throws Exception {
    SslContext servers = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).numTickets(0).build();
    try (Place place = new Place(servers)) {
      Ssl ssl = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
      assertNull(ssl.getSession());
      assertNull(place.meet(ssl).getSession());
      assertNotNull(ssl.getPeerCertificate());
    }
  }
}
