package dev.heddle.demo;

import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sessions of one round of connections, for the next round to resume: each of them once. */
final class KeptSessions implements SessionCache {

  private final Map<SessionKey, Queue<Session>> byKey = new ConcurrentHashMap<>();
  private final ThreadLocal<Boolean> ofThisThread = ThreadLocal.withInitial(() -> false);
  private volatile boolean resuming;

  /** From now on sessions are taken, and no more are kept. */
  void resume() {
    resuming = true;
  }

  /** Whether one was kept on this thread. */
  boolean hasOfThisThread() {
    return ofThisThread.get();
  }

  @Override
  public void put(SessionKey key, Session session) {
    if (!resuming) {
      ofThisThread.set(true);
      byKey.computeIfAbsent(key, any -> new ConcurrentLinkedQueue<>()).add(session);
    }
  }

  @Override
  public Session take(SessionKey key) {
    Queue<Session> sessions = byKey.get(key);
    return resuming && sessions != null ? sessions.poll() : null;
  }

  @Override
  public void remove(SessionKey key, Session session) {
    Queue<Session> sessions = byKey.get(key);
    if (sessions != null) {
      sessions.remove(session);
    }
  }
}
