package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.heddle.config.VerifyResult;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by a chain that breaks it, and the tables of {@code docs/paths.md}. */
class PathRulesTest {

  private static final String HEADER = "| what | section | here | JDK 25 |";
  private static final String WRITE = "heddle.paths";

  /** The release whose verdicts the document has; another one may well differ. */
  private static final int JDK = 25;

  private static final Map<String, List<PathRule>> TABLES = tables();

  /** The tables by the heading they stand under. */
  private static Map<String, List<PathRule>> tables() {
    Map<String, List<PathRule>> tables = new LinkedHashMap<>();
    tables.put("Anchors", AuthorityPathRules.anchors());
    tables.put("Intermediates", AuthorityPathRules.authorities());
    tables.put("Leaves", AuthorityPathRules.leaves());
    tables.put("Key identifiers", AuthorityPathRules.keyIdentifiers());
    tables.put("Policies", AuthorityPathRules.policies());
    tables.put("Host names", NamePathRules.hostNames());
    tables.put("Name constraints", NamePathRules.constraints());
    tables.put("Malformed constraints", NamePathRules.malformedConstraints());
    tables.put("Malformed names", NamePathRules.malformedNames());
    tables.put("Trusted leaves", AcceptedPathRules.trustedLeaves());
    tables.put("Not taken for a fault", AcceptedPathRules.anchors());
    tables.put("Only by strictPaths", StrictPathRules.all());
    return tables;
  }

  static Stream<PathRule> rules() {
    return TABLES.values().stream().flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void verdict(PathRule rule) {
    VerifyResult result = rule.ours(rule.strict());
    assertEquals(
        rule.code() + " at " + rule.depth(),
        result.code() + " at " + result.depth(),
        result::toString);
    if (rule.strict()) {
      VerifyResult lenient = rule.ours(false);
      assertEquals(0, lenient.code(), lenient::toString);
    }
  }

  @Test
  void strictPathsLeavesTrustedLeavesAlone() {
    for (PathRule rule : AcceptedPathRules.trustedLeaves()) {
      assertEquals(rule.code(), rule.ours(true).code(), rule::rule);
    }
  }

  /** Wrong lines are shown; with {@code -Dheddle.paths=write} they are put right. */
  @Test
  void documentSaysWhatHappens() throws IOException, URISyntaxException {
    Path file = document();
    List<String> lines = Files.readAllLines(file);
    List<String> expected = withTables(lines);
    if ("write".equals(System.getProperty(WRITE))) {
      Files.write(file, expected);
      return;
    }
    assertEquals(String.join("\n", expected), String.join("\n", lines));
  }

  /** A rule that the tables do not name would be one that nobody is told of. */
  @Test
  void everyTableHasItsHeading() throws IOException, URISyntaxException {
    List<String> lines = Files.readAllLines(document());
    for (String heading : TABLES.keySet()) {
      assertNotEquals(-1, lines.indexOf("## " + heading), heading);
    }
  }

  /** The lines with each table made anew. */
  private static List<String> withTables(List<String> lines) {
    List<String> result = new ArrayList<>();
    List<PathRule> table = null;
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        table = TABLES.get(line.substring(3));
      }
      if (line.equals(HEADER) && table != null) {
        result.add(HEADER);
        result.add("|---|---|---|---|");
        table.forEach(rule -> result.add(line(rule, lines)));
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      }
      if (!inside) {
        result.add(line);
      }
    }
    return result;
  }

  /** On another JDK than the document's, its verdict stays as it is. */
  private static String line(PathRule rule, List<String> lines) {
    if (Runtime.version().feature() == JDK) {
      return rule.line(rule.jdkVerdict());
    }
    return Stream.of("accepted", "refused")
        .map(rule::line)
        .filter(lines::contains)
        .findFirst()
        .orElseGet(() -> rule.line("unknown"));
  }

  /** The document beside the sources that the tests were compiled from. */
  private static Path document() throws URISyntaxException {
    Path classes =
        Path.of(PathRulesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return classes.getParent().getParent().resolve("docs/paths.md");
  }
}
