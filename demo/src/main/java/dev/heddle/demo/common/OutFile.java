package dev.heddle.demo.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written when a run is over.
 *
 * @param option the option that names it
 * @param path where it is; null if nothing is to be written
 */
public record OutFile(String option, Path path) {

  /**
   * Finds out, before a run, whether it can be written. It is made if it is missing; what is in it
   * stays.
   *
   * @throws IllegalArgumentException saying why it cannot
   */
  public void check() {
    if (path != null) {
      try (var file =
          Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.position();
      } catch (IOException e) {
        throw fault(e);
      }
    }
  }

  /** Who writes the text of a file, when it is wanted. */
  @FunctionalInterface
  public interface Text {
    String make();
  }

  /**
   * Writes it, if there is something to be written.
   *
   * @throws UncheckedIOException saying why it cannot, on one line
   */
  public void write(Text text) {
    if (path != null) {
      try {
        // Not as a string: that would refuse half a surrogate pair, which a peer may send.
        Files.write(path, text.make().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(Lines.oneLine(fault(e).getMessage()), e);
      }
    }
  }

  private IllegalArgumentException fault(IOException e) {
    return FileFaults.about(option + ": cannot write", path, e);
  }
}
