package dev.heddle.config;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Is given the secrets of each connection, one line at a time, so that a recording of it can be
 * decrypted: {@code SSL_CTX_set_keylog_callback(3)}, in the format of {@code SSLKEYLOGFILE} (RFC
 * 9850). Whoever reads the lines can read everything the connection carries. For tests and for
 * finding faults; nothing is logged unless a configuration says so, and the environment variable of
 * that name is not read.
 *
 * <p>Lines come when the secrets are made. TLS 1.2 has one, {@code CLIENT_RANDOM}; TLS 1.3 has
 * {@code CLIENT_HANDSHAKE_TRAFFIC_SECRET}, {@code SERVER_HANDSHAKE_TRAFFIC_SECRET}, {@code
 * CLIENT_TRAFFIC_SECRET_0}, {@code SERVER_TRAFFIC_SECRET_0} and {@code EXPORTER_SECRET}.
 */
@FunctionalInterface
public interface KeyLog {

  /**
   * Takes one line. Called by the thread that shakes hands, which holds no lock that a reader or
   * writer of another connection could want; a log that is shared by connections must be safe for
   * use by several threads. What it throws fails the handshake with internal_error: a log that was
   * asked for and cannot be kept is no secret.
   *
   * @param line label, client random and secret in lower-case hex, without a line break
   */
  void log(String line);

  /**
   * A log that appends to a file. A file that is not there is made, readable and writable by its
   * owner alone where the file system knows owners. Each line is one write at the end of the file,
   * so connections, threads and processes may share it; the file is not held open between lines,
   * and one that was moved away is made again.
   *
   * <p>A line that cannot be written fails its handshake, with an {@code UncheckedIOException} that
   * names the file.
   *
   * @param path of the default file system or another
   * @throws IOException if the file cannot be made or written to
   */
  static KeyLog file(Path path) throws IOException {
    return KeyLogFile.open(path);
  }
}
