package dev.heddle.drivers.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/** A channel that passes on between 1 and 997 bytes with each call, in turn. */
final class Dribble implements ByteChannel {

  private static final int[] STEPS = {1, 2, 5, 1, 17, 256, 1, 997};

  private final SocketChannel below;
  private int reads;
  private int writes;

  Dribble(SocketChannel below) {
    this.below = below;
  }

  private interface Call {
    int on(ByteBuffer some) throws IOException;
  }

  private static int some(ByteBuffer bytes, int calls, Call call) throws IOException {
    int step = Math.min(STEPS[calls % STEPS.length], bytes.remaining());
    ByteBuffer some = bytes.slice(bytes.position(), step);
    int count = call.on(some);
    bytes.position(bytes.position() + some.position());
    return count;
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    return some(bytes, reads++, below::read);
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return some(bytes, writes++, below::write);
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }
}
