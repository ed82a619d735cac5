package dev.heddle.jsse;

import java.io.IOException;
import java.io.InputStream;

/** The data that comes over a {@link Link}. */
final class AppInput extends InputStream {

  private final Link link;

  AppInput(Link link) {
    this.link = link;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int length) throws IOException {
    return link.read(target, off, length);
  }

  /** What has been decrypted and not read: as much as can surely be read without waiting. */
  @Override
  public int available() {
    return link.available();
  }

  /** Closes the socket. */
  @Override
  public void close() {
    link.close();
  }
}
