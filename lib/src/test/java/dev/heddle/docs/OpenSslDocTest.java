package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.Bio;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Fault;
import dev.heddle.ssl.ErrorQueue;
import dev.heddle.ssl.InfoCallback;
import dev.heddle.ssl.Mode;
import dev.heddle.ssl.Option;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/openssl.md} has a row for every function, and names only what there is. */
class OpenSslDocTest {

  private static final Path DOCUMENT = library().resolve("docs/openssl.md");
  private static final Path FUNCTIONS =
      library().resolve("src/test/resources/openssl-functions.txt");
  private static final Path EXAMPLE =
      library().resolve("src/test/java/dev/heddle/docs/NonBlockingClient.java");

  private static final String HEADER = "| OpenSSL | here | remark |";
  private static final String ABSENT = "—";
  private static final Pattern WHY =
      Pattern.compile("\\*\\*(planned|not planned|not needed|not yet)(:\\*\\* .+|\\*\\*)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The constants that are not functions but have rows too. */
  private static final Pattern CONSTANT =
      Pattern.compile("(SSL_(ERROR|MODE|OP|SESS|VERIFY|CB|ST|SENT|RECEIVED)_[A-Zv].*)|X509_V_\\*");

  private static final List<String> PACKAGES =
      Stream.of(Ssl.class, Bio.class, TlsConfig.class, Fault.class)
          .map(Class::getPackageName)
          .toList();

  private record Row(int line, List<String> names, String here, String remark) {}

  @Test
  void everyFunctionHasOneRow() throws IOException {
    TreeMap<String, Integer> times = new TreeMap<>();
    Files.readAllLines(FUNCTIONS).stream()
        .filter(line -> !line.startsWith("#"))
        .forEach(function -> times.put(function, 0));
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      for (String name : row.names) {
        if (!CONSTANT.matcher(name).matches()
            && times.computeIfPresent(name, (n, count) -> count + 1) == null) {
          wrong.add("line " + row.line + ": " + name + " is no function of the list");
        }
      }
    }
    times.forEach(
        (name, count) -> {
          if (count != 1) {
            wrong.add(name + " has " + count + " rows");
          }
        });
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void whatTheRowsNameExists() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      for (String name : codes(row.here)) {
        if (!exists(name)) {
          wrong.add("line " + row.line + ": there is no public " + name);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void whatIsAbsentHasAReason() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      boolean absent = row.here.equals(ABSENT);
      if (absent ? !WHY.matcher(row.remark).matches() : codes(row.here).isEmpty()) {
        wrong.add("line " + row.line + ": " + row.names);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyConstantHasARow() throws IOException {
    Set<String> named =
        rows().stream().flatMap(row -> codes(row.here).stream()).collect(Collectors.toSet());
    List<String> missing =
        Stream.of(SslError.class, Mode.class, Option.class, SessCacheMode.class, InfoCallback.class)
            .flatMap(
                type ->
                    Arrays.stream(type.getFields())
                        .map(f -> type.getSimpleName() + "." + f.getName()))
            .filter(name -> !named.contains(name))
            .toList();
    assertEquals(List.of(), missing);
    assertEquals(3, VerifyMode.values().length, "a mode more: give it a row");
  }

  /** The other way round: what is new here gets its row, and no row says that it is missing. */
  @Test
  void everyCallHasARow() throws IOException {
    Set<String> named =
        rows().stream().flatMap(row -> codes(row.here).stream()).collect(Collectors.toSet());
    List<String> missing =
        Stream.of(Ssl.class, SslContext.class, SslContext.Builder.class, ErrorQueue.class)
            .flatMap(
                type ->
                    Arrays.stream(type.getMethods())
                        .filter(OpenSslDocTest::isOurs)
                        .map(method -> name(type, method)))
            .distinct()
            .filter(name -> !named.contains(name))
            .toList();
    assertEquals(List.of(), missing, "without a row in docs/openssl.md");
  }

  private static boolean isOurs(Method method) {
    // A bridge is what Ssl has of the classes above it, which are not public.
    return method.getDeclaringClass().getName().startsWith("dev.heddle.")
        && (!method.isSynthetic() || method.isBridge());
  }

  private static String name(Class<?> owner, Method method) {
    int packageEnd = owner.getPackageName().length() + 1;
    return owner.getName().substring(packageEnd).replace('$', '.') + "." + method.getName();
  }

  @Test
  void theExampleIsTheCompiledOne() throws IOException {
    String source = Files.readString(EXAMPLE);
    String compiled =
        between(source, "// begin: quoted\n", "// end: quoted").stripTrailing().stripIndent();
    String quoted = between(Files.readString(DOCUMENT), "```java\n", "```").strip();
    assertEquals(compiled, quoted);
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(DOCUMENT);
    boolean inTable = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.equals(HEADER)) {
        inTable = true;
        i++; // the line of dashes
      } else if (!line.startsWith("|")) {
        inTable = false;
      } else if (inTable) {
        String[] cells = line.split("\\|", -1);
        assertEquals(5, cells.length, "cells in line " + (i + 1));
        rows.add(new Row(i + 1, codes(cells[1]), cells[2].strip(), cells[3].strip()));
      }
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  /** Whether a type, or a public method, field or component of one, has this name. */
  private static boolean exists(String name) {
    if (type(name) != null) {
      return true;
    }
    int dot = name.lastIndexOf('.');
    Class<?> owner = dot < 0 ? null : type(name.substring(0, dot));
    return owner != null && members(owner).contains(name.substring(dot + 1));
  }

  /** A class of ours by its simple names, {@code Outer.Inner}, or of the JDK by its full name. */
  private static Class<?> type(String name) {
    List<String> candidates = new ArrayList<>();
    if (Character.isLowerCase(name.charAt(0))) {
      candidates.add(name);
    } else {
      PACKAGES.forEach(each -> candidates.add(each + "." + name.replace('.', '$')));
    }
    for (String candidate : candidates) {
      try {
        Class<?> found = Class.forName(candidate, false, OpenSslDocTest.class.getClassLoader());
        if (Modifier.isPublic(found.getModifiers())) {
          return found;
        }
      } catch (ClassNotFoundException e) {
        // The next one then.
      }
    }
    return null;
  }

  private static Set<String> members(Class<?> owner) {
    Set<String> names = new HashSet<>();
    Stream.<Member[]>of(owner.getMethods(), owner.getFields())
        .flatMap(Arrays::stream)
        .map(Member::getName)
        .forEach(names::add);
    return names;
  }

  private static String between(String text, String begin, String end) {
    Matcher found =
        Pattern.compile(Pattern.quote(begin) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
            .matcher(text);
    assertEquals(true, found.find(), "no " + begin.strip());
    return found.group(1);
  }

  private static Path library() {
    try {
      return Path.of(
              OpenSslDocTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .getParent()
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
