package dev.heddle.jsse;

import java.io.IOException;
import java.io.OutputStream;

/** The way out over a {@link Link}; it holds nothing back, so there is nothing to flush. */
final class AppOutput extends OutputStream {

  private final Link link;

  AppOutput(Link link) {
    this.link = link;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] data, int off, int length) throws IOException {
    link.write(data, off, length);
  }

  /** Closes the socket. */
  @Override
  public void close() {
    link.close();
  }
}
