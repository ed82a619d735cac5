package dev.heddle.config;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A random token for each callback, in place of what it does, which nobody can tell: the same as
 * long as the object lives, and no other object's, in no process. Keeps no object alive.
 */
final class CallbackTokens {

  private static final ConcurrentHashMap<Key, byte[]> TOKENS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

  private CallbackTokens() {}

  /** The token of an object, not to be changed; null for null. */
  static byte[] of(Object callback) {
    for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
      TOKENS.remove(gone);
    }
    return callback == null
        ? null
        : TOKENS.computeIfAbsent(new Key(callback), any -> Randomness.bytes(16));
  }

  /** Equal if it is for the same object; once that is gone, only to itself. */
  private static final class Key extends WeakReference<Object> {

    private final int hash;

    Key(Object callback) {
      super(callback, GONE);
      hash = System.identityHashCode(callback);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object callback = get();
      return callback != null && other instanceof Key that && that.refersTo(callback);
    }
  }
}
