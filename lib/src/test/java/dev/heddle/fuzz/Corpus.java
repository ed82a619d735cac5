package dev.heddle.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that are kept in the tree: a folder for each target, in it the seeds, which {@link
 * MakeCorpus} makes, and the findings of the past, whose names begin with {@value #FINDING}.
 */
final class Corpus {

  static final String FINDING = "finding-";

  /** The folder of all corpora among the sources. */
  static Path sources() {
    return testClasses().getParent().getParent().resolve("src/test/resources/fuzz");
  }

  /** Where the identities lie, among the sources. */
  static Path identities() {
    return sources().resolveSibling("fuzz-identities");
  }

  /** The inputs of a target, by name. */
  static List<Path> inputs(Target target) {
    try (Stream<Path> files = Files.list(sources().resolve(target.title()))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path testClasses() {
    try {
      return Path.of(Corpus.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Corpus() {}
}
