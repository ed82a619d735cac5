package dev.heddle.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every Java file looks as google-java-format writes it, and none is too long to read.
 *
 * <p>The formatter reads a source with the parser of the JDK it runs on. Inside Maven that JDK may
 * be too old for our sources; the tests always run on one that is not. On a busy machine it takes
 * its time.
 */
class FormatTest {

  private static final int LONGEST = 600;

  /** {@code mvn -q -pl lib test -Dtest=FormatTest -Dheddle.format=write} formats in place. */
  @Test
  @Timeout(300)
  void sourcesAreFormatted() throws IOException {
    boolean write = "write".equals(System.getProperty("heddle.format"));
    List<String> wrong =
        Tree.allSources().parallelStream().flatMap(file -> wrong(file, write)).toList();
    if (!wrong.isEmpty()) {
      fail(
          "not formatted; run mvn -q -pl lib test -Dtest=FormatTest -Dheddle.format=write\n"
              + String.join("\n", wrong));
    }
  }

  /** Says of the file that it is wrong, unless it may be rewritten. */
  private static Stream<String> wrong(Path file, boolean write) {
    try {
      String is = Files.readString(file);
      String shouldBe = format(is);
      if (is.equals(shouldBe)) {
        return Stream.empty();
      }
      if (write) {
        Files.writeString(file, shouldBe);
        return Stream.empty();
      }
      return Stream.of(Tree.relative(file));
    } catch (FormatterException e) {
      return Stream.of(Tree.relative(file) + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sourcesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : Tree.allSources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > LONGEST) {
        tooLong.add(Tree.relative(file) + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong, "files of more than " + LONGEST + " lines");
  }

  private static String format(String source) throws FormatterException {
    String imports = ImportOrderer.reorderImports(source, Style.GOOGLE);
    return new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(imports));
  }
}
