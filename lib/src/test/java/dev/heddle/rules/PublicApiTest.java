package dev.heddle.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the exported packages show to the outside. */
class PublicApiTest {

  private static final Path KEPT = Tree.testResources().resolve("public-api.txt");

  private static final String WRITE = "mvn -q -pl lib test -Dtest=PublicApiTest -Dheddle.api=write";

  /** What callers must never have to know. */
  private static final Pattern INNER =
      Pattern.compile("\\b(org\\.bouncycastle\\.|dev\\.heddle\\.(?!%s)[a-z])");

  @Test
  void noSignatureShowsInnerTypes() throws Exception {
    Set<String> exported = exported();
    assertFalse(exported.isEmpty(), "nothing is exported");
    String outer =
        exported.stream()
            .map(name -> name.substring("dev.heddle.".length()) + "\\b")
            .collect(Collectors.joining("|"));
    Pattern inner = Pattern.compile(INNER.pattern().formatted("(?:" + outer + ")"));
    List<String> wrong = signatures().stream().filter(line -> inner.matcher(line).find()).toList();
    assertEquals(List.of(), wrong, "types that are not exported, in public signatures");
  }

  /**
   * A change of the public face is seen in review, in a file of its own.
   *
   * <p>The command in {@link #WRITE} writes that file anew.
   */
  @Test
  void signaturesAreTheKeptOnes() throws Exception {
    List<String> now = signatures();
    if ("write".equals(System.getProperty("heddle.api"))) {
      Files.write(KEPT, now);
    }
    List<String> kept = Files.readAllLines(KEPT);
    List<String> added = new ArrayList<>(now);
    added.removeAll(kept);
    List<String> gone = new ArrayList<>(kept);
    gone.removeAll(now);
    assertEquals(
        "",
        difference("added", added) + difference("gone", gone),
        "the public signatures changed; if that is meant, write the list anew with " + WRITE);
  }

  private static String difference(String title, List<String> lines) {
    return lines.isEmpty() ? "" : title + ":\n  " + String.join("\n  ", lines) + "\n";
  }

  /** One line for each public type and each of its public or protected members. */
  private static List<String> signatures() throws IOException, ClassNotFoundException {
    Set<String> exported = exported();
    Set<String> lines = new TreeSet<>();
    for (Path file : Tree.files(Tree.classes().resolve("dev"), ".class")) {
      String name =
          Tree.classes()
              .relativize(file)
              .toString()
              .replaceFirst("\\.class$", "")
              .replace('/', '.');
      Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
      if (exported.contains(type.getPackageName()) && Signatures.isVisible(type)) {
        lines.addAll(Signatures.of(type));
      }
    }
    return List.copyOf(lines);
  }

  private static Set<String> exported() throws IOException {
    try (var in = Files.newInputStream(Tree.classes().resolve("module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .filter(export -> !export.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());
    }
  }
}
