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
    Reference<?> gone;
    while ((gone = GONE.poll()) != null) {
      KNOWN.remove(gone);
    }
    Key key = new Key(credentials);
    LocalCredentials known = KNOWN.get(key);
    if (known == null) {
      // Outside the map, whose monitors nobody's code may run under. The value must not refer to
      // its
      // key, or the entry would never go.
      LocalCredentials fresh = LocalCredentials.of(Crypto.shared(), credentials);
      known = KNOWN.putIfAbsent(key, fresh);
      return known == null ? fresh : known;
    }
    return known;
  }

  /** Credentials by identity, without keeping them. */
  private static final class Key extends WeakReference<Credentials> {
    private final int hash;

    Key(Credentials credentials) {
      super(credentials, GONE);
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
