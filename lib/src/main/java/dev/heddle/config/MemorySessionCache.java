package dev.heddle.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sessions in memory, the least recently used ones dropped first. What they take is bounded as well
 * as their number: a peer chooses how large its tickets and its chain are.
 */
final class MemorySessionCache implements SessionCache {

  /** What a session takes beside its ticket and chain, about. */
  private static final int OBJECT_BYTES = 1000;

  /** How much more a certificate takes in memory than in DER, about. */
  private static final int PARSED = 4;

  private final int most;
  private final int mostUnderOneKey;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SessionKey, Deque<Kept>> byKey = new LinkedHashMap<>(16, 0.75f, true);
  private int count;
  private long bytes;

  MemorySessionCache(int most, int mostUnderOneKey, long mostBytes) {
    this.most = Values.atLeast(1, most, "most");
    this.mostUnderOneKey = Values.atLeast(1, mostUnderOneKey, "mostUnderOneKey");
    this.mostBytes = mostBytes;
    if (mostBytes < 1) {
      throw new ConfigException("mostBytes must be 1 at least, not " + mostBytes);
    }
  }

  private record Kept(Session session, long bytes) {}

  @Override
  public void put(SessionKey key, Session session) {
    Kept kept = new Kept(session, weight(session.values()));
    if (kept.bytes > mostBytes) {
      return; // it would drive out all others, and then not fit
    }
    lock.lock();
    try {
      forget(key, session);
      Deque<Kept> sessions = byKey.computeIfAbsent(key, any -> new ArrayDeque<>(2));
      sessions.addFirst(kept);
      count++;
      bytes += kept.bytes;
      if (sessions.size() > mostUnderOneKey) {
        dropped(sessions.removeLast());
      }
      while (count > most || bytes > mostBytes) {
        dropOldest();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Session take(SessionKey key) {
    lock.lock();
    try {
      Deque<Kept> sessions = byKey.get(key);
      if (sessions == null) {
        return null;
      }
      Kept newest = sessions.getFirst();
      if (newest.session.isSingleUse()) {
        forget(key, newest.session);
      }
      return newest.session;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(SessionKey key, Session session) {
    lock.lock();
    try {
      forget(key, session);
    } finally {
      lock.unlock();
    }
  }

  /** The bytes of ticket and chain, about as they are in memory. */
  private static long weight(SessionValues values) {
    long chain = PeerChain.of(values.peerChain()).bytes();
    return OBJECT_BYTES + values.ticket().length + PARSED * chain;
  }

  private void forget(SessionKey key, Session session) {
    Deque<Kept> sessions = byKey.get(key);
    if (sessions == null) {
      return;
    }
    sessions.removeIf(
        kept -> {
          if (kept.session == session) {
            dropped(kept);
            return true;
          }
          return false;
        });
    if (sessions.isEmpty()) {
      byKey.remove(key);
    }
  }

  private void dropOldest() {
    Map.Entry<SessionKey, Deque<Kept>> oldest = byKey.entrySet().iterator().next();
    dropped(oldest.getValue().removeLast());
    if (oldest.getValue().isEmpty()) {
      byKey.remove(oldest.getKey());
    }
  }

  private void dropped(Kept kept) {
    count--;
    bytes -= kept.bytes;
  }

  /** How many sessions there are; they themselves do not show. */
  @Override
  public String toString() {
    lock.lock();
    try {
      return "SessionCache["
          + count
          + " sessions of "
          + byKey.size()
          + " peers or ids, "
          + bytes
          + " bytes]";
    } finally {
      lock.unlock();
    }
  }
}
