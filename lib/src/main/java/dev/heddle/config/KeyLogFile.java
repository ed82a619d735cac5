package dev.heddle.config;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends the lines of a key log to a file; see {@link KeyLog#file}. */
final class KeyLogFile implements KeyLog {

  private final Path path;

  private KeyLogFile(Path path) {
    this.path = path;
  }

  static KeyLogFile open(Path path) throws IOException {
    KeyLogFile file = new KeyLogFile(path);
    file.append(new byte[0]);
    return file;
  }

  @Override
  public void log(String line) {
    try {
      append((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot append to the key log " + path, e);
    }
  }

  /** Of the ways to write this is the one that an interrupted thread may use as well. */
  private void append(byte[] bytes) throws IOException {
    make();
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      out.write(bytes);
    }
  }

  private void make() throws IOException {
    if (!Files.notExists(path)) {
      return;
    }
    try {
      Files.createFile(path, PosixRights.ownerOnly(path));
    } catch (FileAlreadyExistsException e) {
      // Another thread or process was first: then it is there, as wanted.
      return;
    }
  }

  @Override
  public String toString() {
    return "KeyLog[" + path + "]";
  }
}
