package dev.heddle.engine;

/** Where an engine puts the records it makes. */
@FunctionalInterface
public interface RecordSink {

  /**
   * Takes one whole record, to be sent behind those before it. Called under the write lock, by
   * either half; must not throw.
   *
   * @param buf the sink's from now on
   */
  void put(byte[] buf, int off, int length);
}
