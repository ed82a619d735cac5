package dev.heddle.demo.common;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says what is wrong with a file; the JDK's exceptions often have its name alone as their text. */
public final class FileFaults {
  private FileFaults() {}

  /**
   * The complaint about a file.
   *
   * @param what what cannot be done, for example {@code --pass: cannot read}
   * @param file its name, as it was given
   */
  public static IllegalArgumentException about(String what, Object file, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException missing -> "there is no such file or directory";
          case AccessDeniedException denied -> "access is denied";
          case FileSystemException other when other.getReason() != null -> other.getReason();
          default -> e.toString();
        };
    return new IllegalArgumentException(what + " " + file + ": " + why, e);
  }
}
