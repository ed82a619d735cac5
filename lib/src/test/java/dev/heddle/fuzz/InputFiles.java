package dev.heddle.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for what reads from files only: one for each thread, overwritten every time. */
final class InputFiles {

  private static final ThreadLocal<Path> FILE = ThreadLocal.withInitial(InputFiles::create);

  /** The file, with this content. */
  static Path write(byte[] content) throws IOException {
    return Files.write(FILE.get(), content);
  }

  private static Path create() {
    try {
      Path file = Files.createTempFile("heddle-fuzz", ".bin");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputFiles() {}
}
