package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.NewSessionCallback;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program can know of sessions that come of each other, and do about their resumption. */
class SessionHooksTest {

  private static TlsConfig config(boolean client, TlsVersion version, Sessions sessions) {
    TlsConfig.Builder config =
        TlsConfig.builder()
            .minVersion(version)
            .maxVersion(version)
            .trust(Ends.trust())
            .sessions(sessions);
    return client
        ? config.hostName("localhost").build()
        : config.credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256))).build();
  }

  /** Remembers what it was told, and answers what it is to. */
  private static final class Told implements NewSessionCallback {
    private final List<Session> made = new ArrayList<>();
    private final List<Session> asked = new ArrayList<>();
    private boolean answer = true;

    @Override
    public void newSession(Session session) {
      made.add(session);
    }

    @Override
    public boolean mayResume(Session session) {
      asked.add(session);
      return answer;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAClientsSessionCarriesGoesOnToThoseThatComeOfIt(TlsVersion version) {
    Told told = new Told();
    Sessions sessions = Sessions.create();
    TlsConfig client = config(true, version, sessions.withCallback(told));
    TlsConfig server = config(false, version, sessions);
    new LoopPair(client, server).runWell();
    assertNull(told.made.getLast().attachment());
    told.made.forEach(session -> session.attach("mine"));
    LoopPair second = new LoopPair(client, server).runWell();
    assertTrue(second.client.facts().reused());
    assertEquals("mine", second.client.facts().session().attachment());
    told.made.forEach(session -> assertEquals("mine", session.attachment()));
    LoopPair third = new LoopPair(client, server).runWell();
    assertTrue(third.client.facts().reused());
    assertEquals("mine", third.client.facts().session().attachment());
  }

  @ParameterizedTest
  @EnumSource
  void serverKnowsTheFullHandshakeAgain(TlsVersion version) {
    Told told = new Told();
    Sessions sessions = Sessions.create().withCallback(told);
    TlsConfig client = config(true, version, Sessions.create());
    TlsConfig server = config(false, version, sessions);
    byte[] first = id(new LoopPair(client, server).runWell());
    assertEquals(32, first.length);
    for (Session each : told.made) {
      assertArrayEquals(first, each.values().sessionId());
      assertFalse(each.isResumable(), "its secret is in the ticket alone");
    }
    for (int i = 0; i < 2; i++) {
      LoopPair later = new LoopPair(client, server).runWell();
      assertTrue(later.server.facts().reused());
      assertArrayEquals(first, id(later));
    }
    LoopPair other = new LoopPair(config(true, version, Sessions.none()), server).runWell();
    Session unrelated = other.server.facts().session();
    assertTrue(unrelated == null || !Arrays.equals(first, id(other)));
  }

  private static byte[] id(LoopPair pair) {
    return pair.server.facts().session().values().sessionId();
  }

  @ParameterizedTest
  @EnumSource
  void clientOffersNothingThatTheCallbackRefuses(TlsVersion version) {
    Told told = new Told();
    TlsConfig client = config(true, version, Sessions.create().withCallback(told));
    TlsConfig server = config(false, version, Sessions.create());
    new LoopPair(client, server).runWell();
    assertEquals(List.of(), told.asked);
    told.answer = false;
    assertFalse(new LoopPair(client, server).runWell().server.facts().reused());
    assertFalse(told.asked.isEmpty());
    told.answer = true;
    told.asked.clear();
    assertTrue(new LoopPair(client, server).runWell().server.facts().reused());
    assertSame(told.made.get(told.made.indexOf(told.asked.getFirst())), told.asked.getFirst());
  }

  @ParameterizedTest
  @EnumSource
  void serverTakesNoTicketThatTheCallbackRefuses(TlsVersion version) {
    Told told = new Told();
    TlsConfig client = config(true, version, Sessions.create());
    TlsConfig server = config(false, version, Sessions.create().withCallback(told));
    new LoopPair(client, server).runWell();
    told.answer = false;
    assertFalse(new LoopPair(client, server).runWell().client.facts().reused());
    assertEquals(1, told.asked.size());
    told.answer = true;
    assertTrue(new LoopPair(client, server).runWell().client.facts().reused());
  }

  @ParameterizedTest
  @EnumSource
  void callbackComesBeforeTheCache(TlsVersion version) {
    List<String> order = new ArrayList<>();
    SessionCache cache =
        new SessionCache() {
          @Override
          public void put(SessionKey key, Session session) {
            order.add("cache");
          }

          @Override
          public Session take(SessionKey key) {
            return null;
          }

          @Override
          public void remove(SessionKey key, Session session) {}
        };
    Sessions sessions =
        Sessions.create().withCache(cache).withCallback(session -> order.add("told"));
    new LoopPair(config(true, version, sessions), config(false, version, Sessions.create()))
        .runWell();
    assertEquals(List.of("told", "cache"), order.subList(0, 2));
  }

  @ParameterizedTest
  @EnumSource
  void clientOfResumptionsAloneFailsWithoutSession(TlsVersion version) {
    Sessions only = Sessions.create().withFullHandshakes(false);
    LoopPair pair =
        new LoopPair(config(true, version, only), config(false, version, Sessions.create())).run();
    assertEquals(
        "no session to resume", assertInstanceOf(Fault.Misuse.class, pair.client.fault()).reason());
    assertEquals(List.of(), pair.clientAlerts);
    assertNull(pair.server.fault(), "nothing was sent");
  }

  @ParameterizedTest
  @EnumSource
  void clientOfResumptionsAloneResumesOrFails(TlsVersion version) {
    Sessions sessions = Sessions.create();
    TlsConfig server = config(false, version, Sessions.create());
    new LoopPair(config(true, version, sessions), server).runWell();
    TlsConfig client = config(true, version, sessions.withFullHandshakes(false));
    assertTrue(new LoopPair(client, server).runWell().server.facts().reused());
    LoopPair refused = new LoopPair(client, config(false, version, Sessions.create())).run();
    Fault.PeerIncompatible fault =
        assertInstanceOf(Fault.PeerIncompatible.class, refused.client.fault());
    assertTrue(fault.detail().startsWith("the server does not resume"), fault.detail());
    assertEquals(List.of(Alert.HANDSHAKE_FAILURE.code()), refused.clientAlerts);
  }

  @ParameterizedTest
  @EnumSource
  void serverOfResumptionsAloneResumesOrFails(TlsVersion version) {
    Sessions sessions = Sessions.create();
    TlsConfig server = config(false, version, sessions.withFullHandshakes(false));
    TlsConfig client = config(true, version, Sessions.create());
    LoopPair refused = new LoopPair(client, server).run();
    Fault.PeerIncompatible fault =
        assertInstanceOf(Fault.PeerIncompatible.class, refused.server.fault());
    assertTrue(fault.detail().startsWith("the client brings no session"), fault.detail());
    assertEquals(List.of(Alert.HANDSHAKE_FAILURE.code()), refused.serverAlerts);
    assertEquals(List.of(), refused.client.facts().peerChain(), "it has shown nothing");
    new LoopPair(client, config(false, version, sessions)).runWell();
    assertTrue(new LoopPair(client, server).runWell().client.facts().reused());
  }

  /** The second hello brings the session as well. */
  @Test
  void serverOfResumptionsAloneMayAskForAnotherHello() {
    Sessions sessions = Sessions.create();
    TlsConfig server = config(false, TlsVersion.TLS_1_3, sessions);
    TlsConfig client =
        config(true, TlsVersion.TLS_1_3, Sessions.create()).toBuilder()
            .groups("X25519:P-256")
            .build();
    new LoopPair(client, server).runWell();
    TlsConfig picky =
        server.toBuilder().groups("P-256").sessions(sessions.withFullHandshakes(false)).build();
    assertTrue(new LoopPair(client, picky).runWell().client.facts().reused());
  }

  @ParameterizedTest
  @EnumSource
  void ownCertificatesAreKnown(TlsVersion version) {
    TlsConfig server = config(false, version, Sessions.create());
    LoopPair pair = new LoopPair(config(true, version, Sessions.create()), server);
    assertEquals(List.of(), pair.server.facts().ownChain());
    pair.runWell();
    assertEquals(TestCerts.localhost(KeyType.EC_P256).chain(), pair.server.facts().ownChain());
    assertEquals(List.of(), pair.client.facts().ownChain());
  }
}
