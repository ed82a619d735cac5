package dev.heddle.docs;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import dev.heddle.config.TlsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples in Java of the README and of {@code lib/docs} compile: statements, members of a
 * class or an expression, as one would put them into a class that has what they take for granted.
 */
class ExamplesTest {

  /** What every example may take for granted. */
  private static final String GIVEN =
      """
      Path chain, key, authority, authorities, response;
      char[] password, pin;
      Ssl ssl, first, second;
      Session session;
      TicketKeys ticketKeys;
      Credentials main, shop;
      Log log;
      interface Log { void warn(String what, Object failure); }
      boolean answerOneRequest(TlsSocket socket) throws IOException { return false; }
      """;

  /** Whole packages, as far as their names do not meet. */
  private static final List<String> PACKAGES =
      List.of(
          "dev.heddle.bio",
          "dev.heddle.config",
          "dev.heddle.config.ClientCertificateCallback",
          "dev.heddle.fanout",
          "dev.heddle.fault",
          "dev.heddle.jsse",
          "dev.heddle.net",
          "dev.heddle.ssl",
          "dev.heddle.testing",
          "java.io",
          "java.net",
          "java.nio.channels",
          "java.nio.file",
          "java.security",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "javax.net",
          "javax.net.ssl");

  /** What is meant where two packages have the name. */
  private static final List<String> TYPES =
      List.of(
          "dev.heddle.config.Session",
          "dev.heddle.jsse.Options",
          "dev.heddle.preamble.Proxy",
          "dev.heddle.preamble.StartTls",
          "java.security.KeyStore",
          "java.security.Provider",
          "org.junit.jupiter.api.Test");

  private static final Pattern MEMBER =
      Pattern.compile("(/\\*\\*|@|void |static |(public|private|protected) ).*", Pattern.DOTALL);

  private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)//.*$");

  /** Its examples are quoted from sources that are compiled; another test holds them to that. */
  private static final String QUOTED = "drivers.md";

  private static final String FENCE = "```";

  /** An example, and the line of the document that its first one is. */
  private record Example(int line, String text) {

    /** Brings its own class and imports; other tests compile those and run them. */
    boolean isWhole() {
      return text.startsWith("import ");
    }

    /** In a class. The first line stays the first. */
    String inClass() {
      if (MEMBER.matcher(text).matches()) {
        return text;
      }
      String code = COMMENT.matcher(text).replaceAll("").strip();
      return code.endsWith(";") || code.endsWith("}")
          ? "void line" + line + "() throws Exception { " + text + "\n}"
          : "Object line" + line + "() throws Exception { return " + text + "\n; }";
    }
  }

  static Stream<Path> documents() throws IOException {
    Path docs = library().resolve("docs");
    List<Path> all = new ArrayList<>(List.of(library().resolveSibling("README.md")));
    try (Stream<Path> files = Files.list(docs)) {
      files
          .filter(file -> file.toString().endsWith(".md") && !file.endsWith(QUOTED))
          .sorted()
          .forEach(all::add);
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  @Timeout(60)
  void examplesCompile(Path document) throws IOException {
    List<Example> examples = examples(Files.readString(document));
    assertEquals(List.of(), complaints(examples));
  }

  /** What this test finds, and where. */
  @Test
  @Timeout(60)
  void whatDoesNotCompileIsTold() throws IOException {
    String document =
        """
        Three examples:

        ```java
        int right = 1;
        ```

        ```java
        int fine = 2;
        int wrong = "no";
        ```

        ```java
        TlsConfig.builder().nonsense()
        ```
        """;
    List<String> complaints = complaints(examples(document));
    assertEquals(2, complaints.size(), complaints::toString);
    assertTrue(complaints.getFirst().startsWith("line 9: "), complaints::toString);
    assertTrue(complaints.getLast().startsWith("line 13: "), complaints::toString);
  }

  private static List<Example> examples(String document) {
    List<Example> found = new ArrayList<>();
    List<String> lines = document.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(FENCE + "java")) {
        int begin = i + 1;
        do {
          i++;
          assertTrue(i < lines.size(), "line " + begin + ": the example does not end");
        } while (!lines.get(i).strip().equals(FENCE));
        // An ellipsis stands for what the reader has between two lines.
        String text =
            lines.subList(begin, i).stream()
                .map(line -> line.strip().equals("...") ? "" : line)
                .collect(joining("\n"));
        found.add(new Example(begin + 1, text));
      }
    }
    return found.stream().filter(each -> !each.isWhole()).toList();
  }

  /** Compiles all examples of a document in one class, with nothing to come of it. */
  private static List<String> complaints(List<Example> examples) throws IOException {
    StringBuilder source = new StringBuilder("package dev.heddle.docs;\n");
    PACKAGES.forEach(each -> source.append("import ").append(each).append(".*;\n"));
    TYPES.forEach(each -> source.append("import ").append(each).append(";\n"));
    source.append("import static java.nio.charset.StandardCharsets.US_ASCII;\n");
    source.append("import static org.junit.jupiter.api.Assertions.*;\n");
    source.append("class Examples {\n").append(GIVEN);
    List<Integer> firstLines = new ArrayList<>();
    for (Example each : examples) {
      firstLines.add((int) source.chars().filter(c -> c == '\n').count() + 1);
      source.append(each.inClass()).append('\n');
    }
    source.append("}\n");
    List<String> complaints = new ArrayList<>();
    for (Diagnostic<?> each : errors(source.toString())) {
      complaints.add(where(each.getLineNumber(), firstLines, examples) + message(each));
    }
    return complaints;
  }

  private static String where(long line, List<Integer> firstLines, List<Example> examples) {
    int at = firstLines.size() - 1;
    while (at >= 0 && firstLines.get(at) > line) {
      at--;
    }
    return at < 0
        ? "what examples are given, line " + line + ": "
        : "line " + (examples.get(at).line() + line - firstLines.get(at)) + ": ";
  }

  private static String message(Diagnostic<?> error) {
    return error.getMessage(Locale.ROOT);
  }

  private static List<Diagnostic<? extends JavaFileObject>> errors(String source)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "the tests need a JDK");
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-proc:none", "-implicit:none", "-cp", System.getProperty("java.class.path"));
    var task = (JavacTask) compiler.getTask(null, null, found, options, null, List.of(file));
    task.analyze();
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }

  private static Path library() {
    try {
      return Path.of(TlsConfig.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .getParent()
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
