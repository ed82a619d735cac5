package dev.heddle.libcrypto;

import java.nio.ByteBuffer;

/** Memory outside of the heap for parts of a private key, wiped when it is closed. */
final class KeyBytes implements AutoCloseable {

  private final ByteBuffer memory;
  private final long address;

  KeyBytes(int length) throws ReflectiveOperationException {
    memory = ByteBuffer.allocateDirect(length);
    address = NativeFunctions.address(memory);
  }

  /** Puts a part there instead of the one before. */
  long set(byte[] part) {
    memory.put(0, part);
    return address;
  }

  @Override
  public void close() {
    memory.put(0, new byte[memory.capacity()]);
  }
}
