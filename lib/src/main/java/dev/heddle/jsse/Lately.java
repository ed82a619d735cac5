package dev.heddle.jsse;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what was asked for lately, in two generations: when the younger one is full it becomes the
 * older one, and what nobody asked for meanwhile is dropped. No lock is held at any time, least of
 * all while a value is made. Safe for use by several threads.
 */
final class Lately<K, V> {

  private final int most;
  private volatile Generations<K, V> now = new Generations<>(map(), map());

  private record Generations<K, V>(ConcurrentHashMap<K, V> young, ConcurrentHashMap<K, V> old) {}

  /**
   * An empty one.
   *
   * @param most how many are kept of a generation, about
   */
  Lately(int most) {
    this.most = most;
  }

  /** The value; null if it is not kept. */
  V get(K key) {
    Generations<K, V> both = now;
    V value = both.young.get(key);
    if (value != null) {
      return value;
    }
    value = both.old.get(key);
    return value == null ? null : put(key, value);
  }

  /** Keeps a value, unless another thread was first: the value that is kept. */
  V put(K key, V value) {
    Generations<K, V> both = now;
    if (both.young.size() >= most) {
      both = new Generations<>(map(), both.young);
      now = both;
    }
    V first = both.young.putIfAbsent(key, value);
    return first == null ? value : first;
  }

  private static <K, V> ConcurrentHashMap<K, V> map() {
    return new ConcurrentHashMap<>();
  }
}
