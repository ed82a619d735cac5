package dev.heddle.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The library has no monitor of its own: before JDK 24 a virtual thread that blocks inside one pins
 * its carrier.
 */
class NoMonitorTest {

  /** Strings and comments, in which the word may stand. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final Pattern SYNCHRONIZED = Pattern.compile("\\bsynchronized\\b");
  private static final Pattern MONITOR =
      Pattern.compile("^.*\\bsynchronized\\b.*\\(.*\\).*;$|^\\s*\\d+: monitorenter");
  private static final Pattern CLASS =
      Pattern.compile("^[^ ].*\\b(?:class|interface|enum)\\b.*\\{$");

  @Test
  void noSourceSaysSynchronized() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Tree.files(Tree.mainSources(), ".java")) {
      String code = NOT_CODE.matcher(Files.readString(file)).replaceAll("");
      if (SYNCHRONIZED.matcher(code).find()) {
        found.add(Tree.relative(file));
      }
    }
    assertEquals(List.of(), found, "synchronized in");
  }

  @Test
  void noClassFileEntersMonitor() {
    List<Path> classes = Tree.files(Tree.classes(), ".class");
    assertFalse(classes.isEmpty(), "no class files");
    assertEquals(List.of(), monitors(classes));
  }

  @Test
  void findsMonitorsWhereTheyAre() {
    List<String> found =
        monitors(
            Tree.files(Tree.classes().resolveSibling("test-classes"), ".class").stream()
                .filter(file -> file.getFileName().toString().startsWith("NoMonitorTest$With"))
                .toList());
    assertEquals(2, found.size(), found.toString());
    assertTrue(found.get(0).contains("WithBlock"), found.toString());
    assertTrue(found.get(1).contains("WithMethod"), found.toString());
  }

  private static List<String> monitors(List<Path> classes) {
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    StringWriter out = new StringWriter();
    String[] args =
        Stream.concat(Stream.of("-c", "-p"), classes.stream().map(Path::toString))
            .toArray(String[]::new);
    PrintWriter printer = new PrintWriter(out);
    assertEquals(0, javap.run(printer, printer, args), () -> "javap: " + out);
    List<String> found = new ArrayList<>();
    String type = "";
    for (String line : out.toString().lines().toList()) {
      if (CLASS.matcher(line).matches()) {
        type = line;
      } else if (MONITOR.matcher(line).find()) {
        found.add(type + " " + line.strip());
      }
    }
    return found;
  }

  static final class WithBlock {
    int one() {
      synchronized (this) {
        return 1;
      }
    }
  }

  static final class WithMethod {
    synchronized int one() {
      return 1;
    }
  }
}
