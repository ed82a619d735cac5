package dev.heddle.net;

import java.io.IOException;
import java.io.InputStream;

/** A {@link TlsSocket}'s data as a stream. */
final class SocketInput extends InputStream {

  private final TlsSocket socket;

  SocketInput(TlsSocket socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int length) throws IOException {
    return socket.read(target, off, length);
  }

  @Override
  public int available() {
    return socket.available();
  }

  @Override
  public void close() {
    socket.close();
  }
}
