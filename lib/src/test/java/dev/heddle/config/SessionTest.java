package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who may resume a session, how often, and what it is not. */
class SessionTest {

  private static Session tls13() {
    return Session.of(SessionSamples.tls13());
  }

  private static Session tls12() {
    return Session.of(SessionSamples.tls12(List.of()));
  }

  @Test
  void ticketOfTls13IsUsedOnce() {
    Session session = tls13();
    assertTrue(session.isSingleUse());
    assertTrue(session.isResumable());
    assertTrue(session.use());
    assertFalse(session.isResumable());
    assertFalse(session.use());
  }

  @Test
  void sessionOfTls12IsUsedUntilItIsInvalid() {
    Session session = tls12();
    assertFalse(session.isSingleUse());
    assertTrue(session.use());
    assertTrue(session.use());
    assertTrue(session.isResumable());
    session.invalidate();
    assertFalse(session.isResumable());
    assertFalse(session.use());
  }

  @Test
  void invalidTicketIsNotUsed() {
    Session session = tls13();
    session.invalidate();
    assertFalse(session.isResumable());
    assertFalse(session.use());
  }

  @Test
  void withoutTicketAndIdNothingIsResumed() {
    Session session = Session.of(SessionSamples.tls13(0));
    assertFalse(session.isResumable());
    assertFalse(session.use());
  }

  @Test
  void ofThreadsThatRaceOneMayUseATicket() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 200; round++) {
        Session session = tls13();
        CyclicBarrier start = new CyclicBarrier(8);
        List<Future<Boolean>> uses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          uses.add(
              pool.submit(
                  () -> {
                    start.await();
                    return session.use();
                  }));
        }
        int used = 0;
        for (Future<Boolean> each : uses) {
          used += each.get() ? 1 : 0;
        }
        assertEquals(1, used);
      }
    }
  }

  /** Two sessions of the same values are two: one may be used, the other not. */
  @Test
  void isEqualToItselfOnly() {
    SessionValues values = SessionSamples.tls13();
    assertNotEquals(Session.of(values), Session.of(values));
  }

  /** The name is of a client's choice, and might forge a line of a log. */
  @Test
  void textIsOfOneLine() {
    Session session = Session.of(SessionSamples.tls13(1, "a.test\nok: b", null));
    assertEquals(1, session.toString().lines().count());
    assertTrue(session.toString().startsWith("Session[version=TLS_1_3"), session.toString());
    assertTrue(Session.of(SessionSamples.tls13(1, null, null)).toString().contains("Name=null"));
  }

  @Test
  void settingsAreChecked() {
    Sessions good = Sessions.none();
    assertThrows(ConfigException.class, () -> good.withTickets(256));
    assertThrows(ConfigException.class, () -> good.withTickets(-1));
    assertThrows(ConfigException.class, () -> good.withLifetime(Duration.ZERO));
    assertThrows(ConfigException.class, () -> good.withLifetime(Duration.ofDays(7).plusNanos(1)));
    assertEquals(255, good.withTickets(255).tickets());
    assertEquals(Duration.ofDays(7), good.withLifetime(Duration.ofDays(7)).lifetime());
  }
}
