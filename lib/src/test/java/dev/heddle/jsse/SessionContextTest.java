package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many sessions a context has, and for how long. */
class SessionContextTest {

  private static SSLContext context(Face face) {
    return face.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256));
  }

  private static int listed(SSLSessionContext context) {
    return Collections.list(context.getIds()).size();
  }

  @ParameterizedTest
  @EnumSource
  void hasTheLimitsOfTheJdk(Face face) {
    SSLContext context = context(face);
    for (SSLSessionContext each :
        List.of(context.getClientSessionContext(), context.getServerSessionContext())) {
      assertEquals(86_400, each.getSessionTimeout());
      assertEquals(20_480, each.getSessionCacheSize());
      each.setSessionTimeout(0);
      each.setSessionCacheSize(0);
      assertEquals(0, each.getSessionTimeout());
      assertEquals(0, each.getSessionCacheSize());
      each.setSessionTimeout(7);
      each.setSessionCacheSize(8);
      assertEquals(7, each.getSessionTimeout());
      assertEquals(8, each.getSessionCacheSize());
      assertThrows(IllegalArgumentException.class, () -> each.setSessionTimeout(-1));
      assertThrows(IllegalArgumentException.class, () -> each.setSessionCacheSize(-1));
      assertNull(each.getSession(new byte[32]));
      assertThrows(NullPointerException.class, () -> each.getSession(null));
      assertFalse(each.getIds().hasMoreElements());
    }
  }

  @Test
  void ticketsLiveSevenDaysAtMost() {
    SessionContext context = new SessionContext(false, Options.defaults());
    assertEquals(Duration.ofHours(24), context.sessions().lifetime());
    assertSame(context.sessions(), context.sessions());
    var before = context.sessions();
    context.setSessionTimeout(60);
    assertNotSame(before, context.sessions());
    assertEquals(Duration.ofSeconds(60), context.sessions().lifetime());
    assertSame(before.cache(), context.sessions().cache());
    for (int seconds : new int[] {0, 604_801, Integer.MAX_VALUE}) {
      context.setSessionTimeout(seconds);
      assertEquals(Duration.ofDays(7), context.sessions().lifetime());
      assertEquals(seconds, context.getSessionTimeout());
    }
  }

  @Test
  void sessionsThatAreTooOldAreOver() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    SessionContext context = new SessionContext(true, Options.defaults(), now::get);
    SessionState state = new SessionState();
    state.begin(new byte[0], now.get().toEpochMilli());
    assertTrue(context.isValid(state));
    now.set(now.get().plusSeconds(86_399));
    assertTrue(context.isValid(state));
    now.set(now.get().plusSeconds(1));
    assertFalse(context.isValid(state));
    context.setSessionTimeout(86_401);
    assertTrue(context.isValid(state), "what is set holds for those that there are");
    context.setSessionTimeout(0);
    now.set(now.get().plus(Duration.ofDays(7)));
    assertFalse(context.isValid(state));
  }

  /** The context's time-out is asked for at each resumption, and not only when a ticket is made. */
  @ParameterizedTest
  @EnumSource
  void shorterTimeOutHoldsForSessionsThatThereAre(Face clientFace) throws Exception {
    SSLContext clients = context(clientFace);
    SSLContext servers = context(Face.HEDDLE);
    try (Meeting meeting = new Meeting(servers)) {
      SSLSession first = meeting.meet(clients).server();
      assertEquals(first, meeting.meet(clients).server());
      SSLSessionContext limited = servers.getServerSessionContext();
      limited.setSessionTimeout(1);
      while (System.currentTimeMillis() <= first.getCreationTime() + 1000) {
        Thread.sleep(20); // time has to pass, and nothing is awaited
      }
      assertFalse(first.isValid());
      assertNull(limited.getSession(first.getId()));
      assertNotEquals(first, meeting.meet(clients).server());
    }
  }

  @Test
  void clientForgetsTheOldestWhereThereIsNoRoom() throws Exception {
    SSLContext clients = context(Face.HEDDLE);
    SSLSessionContext limited = clients.getClientSessionContext();
    limited.setSessionCacheSize(1);
    try (Meeting one = new Meeting(context(Face.HEDDLE));
        Meeting other = new Meeting(context(Face.SUNJSSE))) {
      SSLSession first = one.meet(clients).client();
      assertEquals(first, one.meet(clients).client());
      SSLSession second = other.meet(clients).client();
      assertEquals(1, listed(limited));
      assertNull(limited.getSession(first.getId()));
      assertEquals(second, other.meet(clients).client());
      assertNotEquals(first, one.meet(clients).client());
      limited.setSessionCacheSize(2);
      other.meet(clients);
      assertEquals(2, listed(limited));
      limited.setSessionCacheSize(1);
      assertEquals(1, listed(limited));
    }
  }

  @Test
  void tableDropsWhatWasUsedLeastRecently() {
    SessionTable table = new SessionTable(2);
    SessionState[] states = new SessionState[3];
    for (int i = 0; i < 3; i++) {
      states[i] = new SessionState();
      states[i].begin(new byte[] {(byte) i}, 0);
    }
    table.put(states[0]);
    table.put(states[1]);
    assertSame(states[0], table.get(new byte[] {0}));
    table.put(states[2]);
    assertNull(table.get(new byte[] {1}));
    assertTrue(states[1].isDropped());
    assertEquals(List.of(states[0], states[2]), table.all());
    SessionState same = new SessionState();
    same.begin(new byte[] {2}, 0);
    table.putIfAbsent(same);
    assertSame(states[2], table.get(new byte[] {2}));
    table.remove(states[2]);
    table.putIfAbsent(same);
    assertSame(same, table.get(new byte[] {2}));
    table.resize(0);
    for (int i = 0; i < SessionTable.MOST + 1; i++) {
      SessionState state = new SessionState();
      state.begin(new byte[] {3, (byte) i, (byte) (i >> 8), (byte) (i >> 16)}, 0);
      table.put(state);
    }
    assertEquals(SessionTable.MOST, table.all().size());
  }

  @Test
  void refusedOnesThatAreForgottenTakeTheOlderWithThem() {
    RefusedSessions refused = new RefusedSessions(2);
    byte[][] ids = {{0}, {1}, {2}};
    refused.refuse(ids[0], 100);
    refused.refuse(ids[1], 200);
    assertTrue(refused.isRefused(ids[0], 100));
    assertFalse(refused.isRefused(ids[2], 100));
    refused.refuse(ids[2], 300);
    assertTrue(refused.isRefused(ids[0], 100));
    assertTrue(refused.isRefused(ids[1], 200));
    assertTrue(refused.isRefused(ids[2], 300));
    assertTrue(refused.isRefused(new byte[] {9}, 100), "it cannot be told from the forgotten one");
    assertFalse(refused.isRefused(new byte[] {9}, 101));
    refused.forget(250);
    assertFalse(refused.isRefused(ids[1], 200));
    assertTrue(refused.isRefused(ids[2], 300));
  }
}
