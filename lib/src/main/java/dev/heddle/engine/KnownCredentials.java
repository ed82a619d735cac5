package dev.heddle.engine;

import dev.heddle.config.Credentials;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Credentials prepared for signing, once for all handshakes that use the same object. What is
 * prepared goes when the configuration that held the credentials goes.
 */
final class KnownCredentials {

  static LocalCredentials of(Credentials credentials) {
    LOCK.lock();
    try {
      // The value must not refer to its key, or the entry would never go.
      return KNOWN.computeIfAbsent(credentials, c -> LocalCredentials.of(Crypto.shared(), c));
    } finally {
      LOCK.unlock();
    }
  }

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Credentials, LocalCredentials> KNOWN = new WeakHashMap<>();

  private KnownCredentials() {}
}
