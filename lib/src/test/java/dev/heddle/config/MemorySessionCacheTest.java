package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The cache in memory: which session comes out, which goes first, and that none comes twice. */
class MemorySessionCacheTest {

  private static final SessionKey A = new SessionKey("a");
  private static final SessionKey B = new SessionKey("b");
  private static final SessionKey C = new SessionKey("c");

  /** For one use. */
  private static Session ticket() {
    return Session.of(SessionSamples.tls13());
  }

  /** For any number of uses. */
  private static Session lasting() {
    return Session.of(SessionSamples.tls12(List.of()));
  }

  @Test
  void ticketsComeOutOnceNewestFirst() {
    SessionCache cache = SessionCache.inMemory();
    Session first = ticket();
    Session second = ticket();
    cache.put(A, first);
    cache.put(A, second);
    assertNull(cache.take(B));
    assertSame(second, cache.take(A));
    assertSame(first, cache.take(A));
    assertNull(cache.take(A));
  }

  @Test
  void lastingSessionStays() {
    SessionCache cache = SessionCache.inMemory();
    Session session = lasting();
    cache.put(A, session);
    assertSame(session, cache.take(A));
    assertSame(session, cache.take(A));
    cache.remove(A, session);
    assertNull(cache.take(A));
  }

  @Test
  void removeTakesThatOneOnly() {
    SessionCache cache = SessionCache.inMemory();
    Session first = ticket();
    Session second = ticket();
    cache.put(A, first);
    cache.put(A, second);
    cache.remove(A, second);
    cache.remove(A, second);
    cache.remove(A, ticket());
    cache.remove(B, first);
    assertSame(first, cache.take(A));
    assertNull(cache.take(A));
  }

  @Test
  void leastRecentlyUsedGoesFirst() {
    SessionCache cache = SessionCache.inMemory(3, 3);
    Session a = lasting();
    Session b = lasting();
    Session c = lasting();
    cache.put(A, a);
    cache.put(B, b);
    cache.put(C, c);
    assertSame(a, cache.take(A));
    cache.put(new SessionKey("d"), lasting());
    assertNull(cache.take(B), "the one that nobody has asked for the longest");
    assertSame(a, cache.take(A));
    assertSame(c, cache.take(C));
  }

  @Test
  void oneKeyDoesNotTakeAll() {
    SessionCache cache = SessionCache.inMemory(10, 2);
    Session other = ticket();
    cache.put(B, other);
    List<Session> put = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      put.add(ticket());
      cache.put(A, put.get(i));
    }
    assertSame(put.get(19), cache.take(A));
    assertSame(put.get(18), cache.take(A));
    assertNull(cache.take(A));
    assertSame(other, cache.take(B));
  }

  @Test
  void sessionThatIsPutAgainIsThereOnce() {
    SessionCache cache = SessionCache.inMemory(2, 2);
    Session again = ticket();
    Session other = ticket();
    cache.put(A, again);
    cache.put(A, other);
    cache.put(A, again);
    assertSame(again, cache.take(A));
    assertSame(other, cache.take(A));
    assertNull(cache.take(A));
  }

  @Test
  void memoryIsBoundedAsWell() {
    SessionCache cache = SessionCache.inMemory(100, 100, 20_000);
    for (int i = 0; i < 50; i++) {
      cache.put(A, Session.of(SessionSamples.tls13(8000)));
    }
    assertEquals(2, drain(cache).size());
    cache.put(B, ticket());
    cache.put(A, Session.of(SessionSamples.tls13(20_000)));
    assertNull(cache.take(A), "it alone is too large");
    assertTrue(cache.take(B) != null, "and has driven out nothing");
    Session withChain =
        Session.of(
            SessionSamples.tls12(
                Collections.nCopies(20, TestCerts.localhost(KeyType.RSA_2048).chain().get(0))));
    cache.put(C, withChain);
    assertNull(cache.take(C), "its chain is counted");
  }

  private static Set<Session> drain(SessionCache cache) {
    Set<Session> all = new HashSet<>();
    for (Session next = cache.take(A); next != null; next = cache.take(A)) {
      assertTrue(all.add(next));
    }
    return all;
  }

  /** What was counted when a session came is given back when it goes, by whatever way. */
  @Test
  void countsDoNotDrift() {
    SessionCache cache = SessionCache.inMemory(8, 4, 1 << 20);
    for (int i = 0; i < 1000; i++) {
      Session session = i % 3 == 0 ? lasting() : Session.of(SessionSamples.tls13(i));
      SessionKey key = new SessionKey("" + i % 5);
      cache.put(key, session);
      cache.put(key, session);
      if (i % 2 == 0) {
        cache.take(key);
      }
      if (i % 7 == 0) {
        cache.remove(key, session);
        cache.remove(key, session);
      }
    }
    for (int i = 0; i < 5; i++) {
      SessionKey key = new SessionKey("" + i);
      for (Session next = cache.take(key); next != null; next = cache.take(key)) {
        cache.remove(key, next);
      }
    }
    assertEquals("SessionCache[0 sessions of 0 peers or ids, 0 bytes]", cache.toString());
  }

  @Test
  void eachTicketIsGivenToOneThreadOnly() throws Exception {
    int sessions = 2000;
    int threads = 64;
    SessionCache cache = SessionCache.inMemory(sessions, sessions);
    Set<Session> put = new HashSet<>();
    for (int i = 0; i < sessions; i++) {
      Session session = ticket();
      put.add(session);
      cache.put(A, session);
    }
    Set<Session> taken = ConcurrentHashMap.newKeySet();
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<Integer> taker =
        () -> {
          start.await();
          int mine = 0;
          for (Session next = cache.take(A); next != null; next = cache.take(A)) {
            assertTrue(taken.add(next), "given out twice");
            mine++;
          }
          return mine;
        };
    int all = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(pool.submit(taker));
      }
      for (Future<Integer> each : results) {
        all += each.get();
      }
    }
    assertEquals(sessions, all);
    assertEquals(put, taken);
  }

  @Test
  void boundsAreChecked() {
    assertThrows(ConfigException.class, () -> SessionCache.inMemory(0, 1));
    assertThrows(ConfigException.class, () -> SessionCache.inMemory(1, 0));
    assertThrows(ConfigException.class, () -> SessionCache.inMemory(1, 1, 0));
    SessionCache one = SessionCache.inMemory(1, 5);
    one.put(A, ticket());
    one.put(B, ticket());
    assertNull(one.take(A));
    assertFalse(one.take(B) == null);
  }
}
