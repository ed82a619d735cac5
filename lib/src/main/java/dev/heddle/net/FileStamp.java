package dev.heddle.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * What tells a file from what it was before, without reading it.
 *
 * @param size in bytes; -1 if there is no such file
 * @param modified when it was last written; null if there is no such file
 * @param key which file it is; null if there is none, or the file system does not tell
 */
record FileStamp(long size, FileTime modified, Object key) {

  private static final FileStamp MISSING = new FileStamp(-1, null, null);

  static List<FileStamp> of(List<Path> files) {
    return files.stream().map(FileStamp::of).toList();
  }

  private static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(found.size(), found.lastModifiedTime(), found.fileKey());
    } catch (IOException e) {
      return MISSING; // what needs the file says what is wrong with it
    }
  }
}
