package dev.heddle.jsse;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a session shares with those that resume it: id, times, the caller's values, whether it is
 * valid still, and what only the full handshake has told. A connection begins with one of its own.
 *
 * <p>Safe for use by several threads. It is kept by the sessions that can be resumed, by those that
 * callers hold, and by its context for as long as there is memory and room.
 */
final class SessionState {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 32;
  private static final byte[] NO_ID = {};

  private final Map<String, Object> values = new ConcurrentHashMap<>(1);
  private final AtomicReference<Beginning> beginning = new AtomicReference<>();
  private final long madeAt;
  private volatile long accessedAt;
  private volatile boolean invalid;
  private volatile boolean dropped;

  /** The session of the connection that was the last to establish or resume it; null for none. */
  private volatile TlsSession latest;

  private record Beginning(byte[] id, long time) {}

  /** For a connection that is to shake hands. */
  SessionState() {
    madeAt = System.currentTimeMillis();
    accessedAt = madeAt;
  }

  /**
   * The full handshake is done; only the first call counts.
   *
   * @param id empty for a random one of our own
   * @param time in milliseconds of the epoch
   */
  void begin(byte[] id, long time) {
    if (beginning.get() == null) {
      byte[] name = id.length == 0 ? randomId() : id.clone();
      beginning.compareAndSet(null, new Beginning(name, time));
    }
  }

  private static byte[] randomId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** A connection has established or resumed it. */
  void used(TlsSession by, long now) {
    accessedAt = now;
    latest = by;
  }

  /** Not to be changed; empty before it is established. */
  byte[] id() {
    Beginning known = beginning.get();
    return known == null ? NO_ID : known.id();
  }

  /** The caller's values. */
  Map<String, Object> values() {
    return values;
  }

  /** When the full handshake was, in milliseconds of the epoch. */
  long createdAt() {
    Beginning known = beginning.get();
    return known == null ? madeAt : known.time();
  }

  /** When a connection last established or resumed it, in milliseconds of the epoch. */
  long accessedAt() {
    return accessedAt;
  }

  /** Null before the handshake is done. */
  TlsSession latest() {
    return latest;
  }

  /** It must not be resumed any more. */
  void invalidate() {
    invalid = true;
  }

  boolean isInvalid() {
    return invalid;
  }

  /** There was no room for it: a client does not resume it any more. */
  void drop() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }
}
