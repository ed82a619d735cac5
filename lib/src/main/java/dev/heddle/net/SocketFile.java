package dev.heddle.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of a Unix-domain listener: the system makes it and leaves it behind.
 *
 * @param path where it is; null for a listener that has none
 * @param key what tells it from another file of that name
 */
record SocketFile(Path path, Object key) {

  /** That of a listener that has just been bound. */
  static SocketFile of(SocketAddress bound) throws IOException {
    if (!(bound instanceof UnixDomainSocketAddress unix)) {
      return new SocketFile(null, null);
    }
    return new SocketFile(unix.getPath(), keyOf(unix.getPath()));
  }

  /** Deletes it, unless another listener has taken its place. */
  void delete() throws IOException {
    if (path != null && Files.exists(path) && key != null && key.equals(keyOf(path))) {
      Files.deleteIfExists(path);
    }
  }

  private static Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
