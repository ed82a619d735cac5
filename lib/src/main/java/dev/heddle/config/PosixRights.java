package dev.heddle.config;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may read and write a file, on the file systems that know the permissions of POSIX. */
final class PosixRights {

  private PosixRights() {}

  /** Whether the file system knows them. */
  static boolean areKnown(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** What a new file is made with so that only its owner may read and write it. */
  static FileAttribute<?>[] ownerOnly(Path file) {
    return areKnown(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
