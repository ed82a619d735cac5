package dev.heddle.jsse.plug;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Things that are made once for each key and then given to everybody, as many as were asked for
 * last. What is dropped goes on working for those who have it. Safe for use by several threads.
 *
 * @param <T> what is shared
 */
public final class Shared<T> {

  /** Makes what is not there yet. */
  @FunctionalInterface
  public interface Maker<T, E extends Exception> {
    /** Called on the thread that asks, by one thread at a time for each key. Never null. */
    T make() throws E;
  }

  private static final class Slot<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private T value; // null until it is made
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Slot<T>> slots;

  /**
   * Nothing yet.
   *
   * @param most how many are kept, at least 1
   */
  public Shared(int most) {
    slots =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Slot<T>> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * What belongs to the key. Others who ask for it wait while it is made; what the maker throws is
   * not kept.
   */
  public <E extends Exception> T get(String key, Maker<T, E> maker) throws E {
    Slot<T> slot = slot(key);
    slot.lock.lock();
    try {
      if (slot.value == null) {
        slot.value = maker.make();
      }
      return slot.value;
    } finally {
      slot.lock.unlock();
    }
  }

  private Slot<T> slot(String key) {
    lock.lock();
    try {
      return slots.computeIfAbsent(key, any -> new Slot<>());
    } finally {
      lock.unlock();
    }
  }
}
