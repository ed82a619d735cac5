package dev.heddle.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Sessions in memory, the least recently used ones dropped first. */
final class MemorySessionCache implements SessionCache {

  private final int most;
  private final int mostUnderOneKey;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SessionKey, Deque<Session>> byKey = new LinkedHashMap<>(16, 0.75f, true);
  private int count;

  MemorySessionCache(int most, int mostUnderOneKey) {
    this.most = Values.atLeast(1, most, "most");
    this.mostUnderOneKey = Values.atLeast(1, mostUnderOneKey, "mostUnderOneKey");
  }

  @Override
  public void put(SessionKey key, Session session) {
    lock.lock();
    try {
      Deque<Session> sessions = byKey.computeIfAbsent(key, any -> new ArrayDeque<>());
      sessions.addFirst(session);
      count++;
      if (sessions.size() > mostUnderOneKey) {
        sessions.removeLast();
        count--;
      }
      while (count > most) {
        dropOldest();
      }
    } finally {
      lock.unlock();
    }
  }

  private void dropOldest() {
    Map.Entry<SessionKey, Deque<Session>> oldest = byKey.entrySet().iterator().next();
    oldest.getValue().removeLast();
    count--;
    if (oldest.getValue().isEmpty()) {
      byKey.remove(oldest.getKey());
    }
  }

  @Override
  public Session take(SessionKey key) {
    lock.lock();
    try {
      Deque<Session> sessions = byKey.get(key);
      if (sessions == null) {
        return null;
      }
      Session newest = sessions.getFirst();
      if (newest.isSingleUse()) {
        drop(key, sessions, newest);
      }
      return newest;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(SessionKey key, Session session) {
    lock.lock();
    try {
      Deque<Session> sessions = byKey.get(key);
      if (sessions != null) {
        drop(key, sessions, session);
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(SessionKey key, Deque<Session> sessions, Session session) {
    if (sessions.remove(session)) {
      count--;
    }
    if (sessions.isEmpty()) {
      byKey.remove(key);
    }
  }
}
