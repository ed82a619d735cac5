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
  }

  void clear() {
    data = null;
    encrypted = 0;
  }

  boolean isActive() {
    return data != null;
  }

  /** How many bytes of the repeated call are encrypted already. */
  int encrypted() {
    return encrypted;
  }
}
