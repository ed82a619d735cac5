package dev.heddle.bio;

/** A ring buffer of bytes of a fixed size. Not for more than one thread. */
final class Ring {
  private final int capacity;
  private byte[] bytes; // made when first needed
  private int head;
  private int length;

  Ring(int capacity) {
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  int length() {
    return length;
  }

  void clear() {
    head = 0;
    length = 0;
  }

  /** Takes as many of the bytes as fit, perhaps none. */
  int put(byte[] from, int off, int len) {
    int n = Math.min(len, capacity - length);
    if (n == 0) {
      return 0;
    }
    if (bytes == null) {
      bytes = new byte[capacity];
    }
    int start = (int) (((long) head + length) % capacity);
    int straight = Math.min(n, capacity - start);
    System.arraycopy(from, off, bytes, start, straight);
    System.arraycopy(from, off + straight, bytes, 0, n - straight);
    length += n;
    return n;
  }

  /** Gives as many bytes as there are, perhaps none. */
  int get(byte[] to, int off, int len) {
    int n = Math.min(len, length);
    if (n == 0) {
      return 0;
    }
    int straight = Math.min(n, capacity - head);
    System.arraycopy(bytes, head, to, off, straight);
    System.arraycopy(bytes, 0, to, off + straight, n - straight);
    length -= n;
    head = length == 0 ? 0 : (int) (((long) head + n) % capacity);
    return n;
  }
}
