package dev.heddle.engine;

/**
 * Where an engine puts the records it makes. All of it is called under the write lock, by either
 * half, and must not throw.
 *
 * <p>A sink may offer room, so that a record is encrypted where it will be sent from. The engine
 * asks {@link #room}, fills it, and either passes it to {@link #put} next or, when making the
 * record has failed, never does: then the room is free again, and what has been written there is to
 * be neither sent nor shown. One who asks twice without a {@link #put} between means the later one.
 */
@FunctionalInterface
public interface RecordSink {

  /**
   * Offers room for the record that is about to be made.
   *
   * @param length of the record, in bytes, header included: not more than {@link
   *     TlsEngine#MAX_RECORD}
   * @return an array with at least that many bytes from {@link #roomOffset} on, the engine's until
   *     the next call; null for none, so that the engine takes an array of its own
   */
  default byte[] room(int length) {
    return null;
  }

  /** Where in the array that {@link #room} has just offered the room begins. */
  default int roomOffset() {
    return 0;
  }

  /**
   * Whether all that is put here is sent before the engine is fed again, however long the peer
   * takes to read it, and the peer can send a short flight meanwhile. Elsewhere nothing may be put
   * here that the peer could do without for now: two ends would wait for each other to read.
   */
  default boolean isBlocking() {
    return false;
  }

  /**
   * Takes one whole record, to be sent behind those before it.
   *
   * @param buf the array of {@link #room}, with its offset; else an array that is the sink's from
   *     now on, for records that are not protected and where there was no room
   */
  void put(byte[] buf, int off, int length);
}
