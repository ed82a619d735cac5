package dev.heddle.demo;

import dev.heddle.config.Session;
import dev.heddle.demo.common.Target;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sessions of one round of connections, for the next round to resume: each of them once. */
final class KeptSessions {

  private final Map<Target, Queue<Session>> byTarget = new ConcurrentHashMap<>();

  /** Keeps a session; null is none. */
  void keep(Target target, Session session) {
    if (session != null) {
      byTarget.computeIfAbsent(target, any -> new ConcurrentLinkedQueue<>()).add(session);
    }
  }

  /** A session with this target; null if there is none left. */
  Session take(Target target) {
    Queue<Session> sessions = byTarget.get(target);
    return sessions == null ? null : sessions.poll();
  }
}
