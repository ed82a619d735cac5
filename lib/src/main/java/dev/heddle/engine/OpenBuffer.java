package dev.heddle.engine;

import java.io.ByteArrayOutputStream;

/** Gathers bytes that are then read where they lie. */
final class OpenBuffer extends ByteArrayOutputStream {

  OpenBuffer(int size) {
    super(size);
  }

  /** What has been written is at its beginning, {@link #size} bytes. */
  byte[] array() {
    return buf;
  }
}
