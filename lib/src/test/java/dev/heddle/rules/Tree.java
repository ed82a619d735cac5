package dev.heddle.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the sources and the class files of this build are. */
final class Tree {

  private Tree() {}

  /** The library's own class files. */
  static Path classes() {
    return testClasses().resolveSibling("classes");
  }

  static Path mainSources() {
    return library().resolve("src/main/java");
  }

  static Path testResources() {
    return library().resolve("src/test/resources");
  }

  /** Every Java source of every module, tests too. */
  static List<Path> allSources() {
    Path root = library().getParent();
    return Stream.of(library(), root.resolve("demo"))
        .map(module -> module.resolve("src"))
        .filter(Files::isDirectory)
        .flatMap(sources -> files(sources, ".java").stream())
        .toList();
  }

  static List<Path> files(Path top, String suffix) {
    try (Stream<Path> walk = Files.walk(top)) {
      return walk.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String relative(Path file) {
    return library().getParent().relativize(file).toString();
  }

  private static Path library() {
    return testClasses().getParent().getParent();
  }

  private static Path testClasses() {
    try {
      return Path.of(Tree.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
