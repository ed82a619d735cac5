package dev.heddle.jsse;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The sessions of a context by their ids, those least recently used dropped first. It does not keep
 * a session that memory is short for, as the JDK's does not. Nothing is called under its lock but
 * what is ours.
 */
final class SessionTable {

  /** The most that there can be, whatever size is set. */
  static final int MOST = 1 << 17;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ByteBuffer, SoftReference<SessionState>> byId =
      new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  /** See {@link #resize}. */
  SessionTable(int size) {
    resize(size);
  }

  /** From now on it has this many at most; 0 for no limit but {@link #MOST}. */
  void resize(int most) {
    lock.lock();
    try {
      size = most == 0 ? MOST : Math.min(most, MOST);
      dropOldest();
    } finally {
      lock.unlock();
    }
  }

  /** Its id is known; it is the most recently used one now. */
  void put(SessionState state) {
    lock.lock();
    try {
      byId.put(ByteBuffer.wrap(state.id()), new SoftReference<>(state));
      dropOldest();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #put}, unless there is another one with this id. */
  void putIfAbsent(SessionState state) {
    lock.lock();
    try {
      if (get(state.id()) == null) {
        put(state);
      }
    } finally {
      lock.unlock();
    }
  }

  private void dropOldest() {
    Iterator<SoftReference<SessionState>> oldest = byId.values().iterator();
    while (byId.size() > size) {
      SessionState state = oldest.next().get();
      oldest.remove();
      if (state != null) {
        state.drop();
      }
    }
  }

  /** The one with this id, which is the most recently used one now; null for none. */
  SessionState get(byte[] id) {
    lock.lock();
    try {
      SoftReference<SessionState> found = byId.get(ByteBuffer.wrap(id));
      return found == null ? null : found.get();
    } finally {
      lock.unlock();
    }
  }

  /** No matter if it is not there. */
  void remove(SessionState state) {
    removeIf(each -> each == state);
  }

  /** Removes those for which this holds, which must be quick. */
  void removeIf(Predicate<SessionState> over) {
    lock.lock();
    try {
      byId.values()
          .removeIf(
              each -> {
                SessionState state = each.get();
                return state == null || over.test(state);
              });
    } finally {
      lock.unlock();
    }
  }

  /** Those of this moment, the least recently used one first. */
  List<SessionState> all() {
    lock.lock();
    try {
      List<SessionState> all = new ArrayList<>(byId.size());
      for (SoftReference<SessionState> each : byId.values()) {
        SessionState state = each.get();
        if (state != null) {
          all.add(state);
        }
      }
      return all;
    } finally {
      lock.unlock();
    }
  }
}
