package dev.heddle.loop;

/**
 * A write that could not be finished: how much of it is encrypted already. Its repetition must pass
 * the same bytes, since those are on their way (SSL_write(3), WARNINGS).
 */
final class PendingWrite {

  private byte[] data;
  private int off;
  private int length;
  private int encrypted;
  private volatile boolean cutShort;

  /** Whether a call with these arguments may follow. */
  boolean accepts(byte[] data, int off, int length, boolean moving) {
    if (this.data == null) {
      return true;
    }
    return length >= this.length && (moving || data == this.data && off == this.off);
  }

  void remember(byte[] data, int off, int length, int encrypted) {
    this.data = data;
    this.off = off;
    this.length = length;
    this.encrypted = encrypted;
    cutShort = encrypted < length;
  }

  void clear() {
    data = null;
    encrypted = 0;
    cutShort = false;
  }

  boolean isActive() {
    return data != null;
  }

  /** Whether only the repeated call can finish it: some data is not encrypted. Any thread asks. */
  boolean isCutShort() {
    return cutShort;
  }

  /** How many bytes of the repeated call are encrypted already. */
  int encrypted() {
    return encrypted;
  }
}
