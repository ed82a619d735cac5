package dev.heddle.engine;

import dev.heddle.config.Credentials;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Credentials prepared for signing, once for all handshakes that use the same object. What is
 * prepared goes when the configuration that held the credentials goes.
 */
final class KnownCredentials {

  static LocalCredentials of(Credentials credentials) {
    LocalCredentials known = KNOWN.get(new Key(credentials, null));
    return known != null ? known : remember(credentials);
  }

  /** Only here is the queue looked at, which has a lock that many handshakes would meet at. */
  private static LocalCredentials remember(Credentials credentials) {
    Reference<?> gone;
    while ((gone = GONE.poll()) != null) {
      KNOWN.remove(gone);
    }
    // Outside the map, whose monitors nobody's code may run under. The value must not refer to its
    // key, or the entry would never go.
    LocalCredentials fresh = LocalCredentials.of(Crypto.shared(), credentials);
    LocalCredentials first = KNOWN.putIfAbsent(new Key(credentials, GONE), fresh);
    return first == null ? fresh : first;
  }

  /** Credentials by identity, without keeping them. */
  private static final class Key extends WeakReference<Credentials> {
    private final int hash;

    Key(Credentials credentials, ReferenceQueue<Credentials> queue) {
      super(credentials, queue);
      this.hash = System.identityHashCode(credentials);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || other instanceof Key key && get() != null && get() == key.get();
    }
  }

  private static final ReferenceQueue<Credentials> GONE = new ReferenceQueue<>();
  private static final ConcurrentHashMap<Key, LocalCredentials> KNOWN = new ConcurrentHashMap<>();

  private KnownCredentials() {}
}
