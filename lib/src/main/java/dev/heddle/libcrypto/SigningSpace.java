package dev.heddle.libcrypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside of the heap for a hash and its signature, neither of which is secret. For one
 * thread at a time.
 */
final class SigningSpace {

  private static final int LENGTH = 0;
  private static final int HASH = 8;
  private static final int MOST_HASH = 64;
  private static final int SIGNATURE = HASH + MOST_HASH;

  /** What RSA keys of 16384 bits make, the longest that OpenSSL signs with. */
  static final int MOST_SIGNATURE = 2048;

  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(SIGNATURE + MOST_SIGNATURE).order(ByteOrder.nativeOrder());
  private final long address;

  SigningSpace() throws ReflectiveOperationException {
    address = NativeFunctions.address(memory);
  }

  void set(byte[] hash) {
    if (hash.length > MOST_HASH) {
      throw new IllegalArgumentException("a hash of " + hash.length + " bytes");
    }
    memory.put(HASH, hash);
    memory.putLong(LENGTH, MOST_SIGNATURE);
  }

  long hash() {
    return address + HASH;
  }

  long signature() {
    return address + SIGNATURE;
  }

  /** Where the signature's length is: an {@code unsigned int} or a {@code size_t}. */
  long length() {
    return address + LENGTH;
  }

  /** The length that was put there as a {@code size_t}. */
  int longLength() {
    return Math.toIntExact(memory.getLong(LENGTH));
  }

  /** The length that was put there as an {@code unsigned int}. */
  int intLength() {
    return memory.getInt(LENGTH);
  }

  byte[] signature(int length) {
    byte[] signature = new byte[length];
    memory.get(SIGNATURE, signature);
    return signature;
  }
}
