package dev.heddle.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the certificates of a directory, whatever its files are called. */
final class TrustDirectory {

  /** A system's directory has a few hundred. */
  static final int MAX_FILES = 10_000;

  private TrustDirectory() {}

  /**
   * The certificates of all its files, in the order of their names; one that is there twice, under
   * a hashed name too, counts once.
   */
  static Set<X509Certificate> read(Path directory) {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (Path file : files(directory)) {
      if (Files.isRegularFile(file)) {
        certificates.addAll(Pem.anyCertificates(InputFile.read(file), "file " + file));
      } else if (Files.isSymbolicLink(file) && !Files.exists(file)) {
        throw new ConfigException("cannot read file " + file + ": it links to nothing");
      }
    }
    if (certificates.isEmpty()) {
      throw new ConfigException("no certificate in any file of directory " + directory);
    }
    return certificates;
  }

  private static List<Path> files(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (files.size() == MAX_FILES) {
          throw new ConfigException(
              "directory " + directory + " has more than " + MAX_FILES + " entries");
        }
        files.add(entry);
      }
    } catch (NotDirectoryException e) {
      throw new ConfigException("cannot read directory " + directory + ": it is none", e);
    } catch (IOException e) {
      throw InputFile.unreadable("directory", directory, e);
    }
    files.sort(null);
    return files;
  }
}
