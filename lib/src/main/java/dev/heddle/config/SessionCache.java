package dev.heddle.config;

/**
 * Where sessions wait to be resumed, of clients and of servers: the internal cache of {@code
 * SSL_CTX_set_session_cache_mode(3)}, or one of the program's own, as by {@code
 * SSL_CTX_sess_set_get_cb(3)}.
 *
 * <p>An implementation may be called by any thread, by many at once. It is called in the midst of
 * handshakes and reads, which wait for it as long as it takes; one that asks another machine should
 * bound that. An exception fails the connection. Who can read it can read what its sessions protect
 * and pass for their peers: what leaves the process should be {@link Session#seal sealed}.
 */
public interface SessionCache {

  /** Keeps a session, the newest under its key. What is too much is dropped, the oldest first. */
  void put(SessionKey key, Session session);

  /**
   * The newest session under a key, or null. One that is for {@link Session#isSingleUse one use} is
   * taken out by this, so that nobody is given it again, not even at the same moment.
   */
  Session take(SessionKey key);

  /**
   * Forgets a session, which must not be resumed any more; no matter if it is not there. What this
   * throws when a connection has failed is passed over: its caller hears why it has failed.
   */
  void remove(SessionKey key, Session session);

  /** A cache in this process, of at most 4096 sessions, 64 under one key, and 64 MiB. */
  static SessionCache inMemory() {
    return inMemory(4096, 64);
  }

  /** As {@link #inMemory(int, int, long)}, with at most 64 MiB. */
  static SessionCache inMemory(int most, int mostUnderOneKey) {
    return inMemory(most, mostUnderOneKey, 1 << 26);
  }

  /**
   * A cache in this process: the sessions that were least recently put or taken go first.
   *
   * @param most how many sessions in all; 1 or more
   * @param mostUnderOneKey how many under one key; 1 or more
   * @param mostBytes how much memory all of them may take, by a rough estimate; 1 or more. A
   *     session that takes more by itself is not kept
   * @throws ConfigException if one of them is less
   */
  static SessionCache inMemory(int most, int mostUnderOneKey, long mostBytes) {
    return new MemorySessionCache(most, mostUnderOneKey, mostBytes);
  }
}
