package dev.heddle.net;

import java.io.IOException;
import java.io.OutputStream;

/** The way out of a {@link TlsSocket} as a stream. */
final class SocketOutput extends OutputStream {

  private final TlsSocket socket;

  SocketOutput(TlsSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] data, int off, int length) throws IOException {
    socket.write(data, off, length);
  }

  @Override
  public void close() {
    socket.close();
  }
}
