package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.nio.ByteBuffer;

/** An end by something that carries bytes. */
abstract class StreamEnd implements End {

  /** Reads at least a byte; negative after the peer's goodbye, and after a bare end. */
  abstract int read(ByteBuffer bytes) throws Exception;

  /** Writes them all. */
  abstract void write(ByteBuffer bytes) throws Exception;

  /** Whether the peer has said goodbye. */
  abstract boolean heardGoodbye();

  @Override
  public final void send(byte[] frame) throws Exception {
    write(ByteBuffer.allocate(4).putInt(frame.length).flip());
    if (frame.length > 0) {
      write(ByteBuffer.wrap(frame));
    }
  }

  @Override
  public final byte[] receive() throws Exception {
    return readFully(readFully(4).getInt()).array();
  }

  private ByteBuffer readFully(int length) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (read(bytes) < 0) {
        throw new EOFException(heardGoodbye() ? "goodbye" : "cut off");
      }
    }
    return bytes.flip();
  }

  @Override
  public final void expectGoodbye() throws Exception {
    assertEquals(-1, read(ByteBuffer.allocate(1)));
    assertEquals(true, heardGoodbye(), "cut off");
  }
}
