package dev.heddle.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads files of keys and certificates: whole, up to a limit, with one text for each failure. */
final class InputFile {

  /** Bundles of all public authorities take less than a megabyte. */
  static final int MAX_BYTES = 16 << 20;

  private InputFile() {}

  /**
   * The content of a file.
   *
   * @throws ConfigException naming the file if it cannot be read or has more than {@link
   *     #MAX_BYTES}
   */
  static byte[] read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw unreadable("file", file, e);
    }
    if (bytes.length > MAX_BYTES) {
      Arrays.fill(bytes, (byte) 0);
      throw new ConfigException(
          "cannot read file " + file + ": it has more than " + MAX_BYTES + " bytes");
    }
    return bytes;
  }

  /** Names the file once; the JDK's exceptions have it as their text. */
  static ConfigException unreadable(String what, Path file, IOException e) {
    return new ConfigException("cannot read " + what + " " + file + ": " + why(e), e);
  }

  /** What went wrong, without the file's name. */
  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "it does not exist";
      case FileAlreadyExistsException there -> "it exists already";
      case AccessDeniedException denied -> "access is denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case FileSystemException other -> other.getClass().getSimpleName();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
