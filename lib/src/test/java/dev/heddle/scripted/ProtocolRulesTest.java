package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Alert;
import dev.heddle.scripted.RuleTables.Topic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule by a peer that breaks it, and the tables of {@code docs/rules.md}.
 *
 * <p>With {@code -Dheddle.subject=bctls} plain bctls is under test instead of us. That is a report:
 * each rule it breaks is one line of the output, the last line counts them, and the tests pass
 * whatever it says.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ProtocolRulesTest {

  private static final String HEADER = "| rule | section | alert | plain bctls 1.84 |";
  private static final String WRITE = "heddle.rules";
  private static final boolean REPORT = "bctls".equals(System.getProperty("heddle.subject"));

  private final List<String> report = new ArrayList<>();
  private int reported;

  static Stream<ProtocolRule> rules() {
    return RuleTables.rules();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule(ProtocolRule rule) {
    if (REPORT) {
      reported++;
      String verdict = rule.verdict(rule.run(BctlsSubject::new));
      if (!verdict.equals(rule.expected())) {
        report.add("FAILS: " + rule + " (expected " + rule.expected() + ", got " + verdict + ")");
      }
    } else if (rule.unmet()) {
      assertThrows(AssertionError.class, () -> assertKept(rule), "kept now: not pending any more");
    } else {
      assertKept(rule);
    }
  }

  private static void assertKept(ProtocolRule rule) {
    Outcome outcome = rule.run(HeddleSubject::new);
    assertEquals(rule.expected(), rule.verdict(outcome), outcome::toString);
    Alert alert = rule.alert();
    if (alert != null) {
      assertEquals(alert, outcome.reported(), outcome::toString);
      assertTrue(outcome.account().contains(alert.rfcName()), outcome::account);
    }
    boolean good =
        Set.of(Outcome.ACCEPTED, Outcome.RESUMED, Outcome.CLOSED).contains(rule.expected());
    assertEquals(!good, outcome.failed(), outcome::toString);
    if (!rule.late()) {
      assertEquals(good, outcome.finished(), outcome::toString);
    }
  }

  @AfterAll
  void tell() {
    if (REPORT) {
      report.forEach(System.out::println);
      System.out.printf("%d of %d rules fail against plain bctls%n", report.size(), reported);
    }
  }

  @Test
  void noRuleStandsTwice() {
    Set<String> seen = new HashSet<>();
    rules().forEach(rule -> assertTrue(seen.add(rule.toString()), rule::toString));
  }

  /**
   * All rules once more, against bctls. Wrong lines are shown; with {@code -Dheddle.rules=write}
   * they are put right.
   */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
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
  void everyTableHasItsHeadingAndItsHome() throws IOException, URISyntaxException {
    List<String> lines = Files.readAllLines(document());
    for (Topic topic : RuleTables.topics()) {
      int at = lines.indexOf("## " + topic.heading());
      assertNotEquals(-1, at, topic.heading());
      String home = "In `" + topic.home().getSimpleName() + "`";
      assertTrue(lines.get(at + 2).startsWith(home), () -> topic.heading() + ": " + home);
      assertFalse(topic.rules().isEmpty(), topic.heading());
    }
  }

  /** The lines with each table made anew. */
  private static List<String> withTables(List<String> lines) {
    List<String> result = new ArrayList<>();
    String heading = null;
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        heading = line.substring(3);
      }
      if (line.equals(HEADER)) {
        result.add(HEADER);
        result.add("|---|---|---|---|");
        result.addAll(table(heading));
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

  private static List<String> table(String heading) {
    return RuleTables.topics().stream()
        .filter(topic -> topic.heading().equals(heading))
        .flatMap(topic -> topic.rules().stream())
        .parallel()
        .map(rule -> rule.line(rule.verdict(rule.run(BctlsSubject::new))))
        .toList();
  }

  /** The document beside the sources that the tests were compiled from. */
  private static Path document() throws URISyntaxException {
    Path classes =
        Path.of(
            ProtocolRulesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return classes.getParent().getParent().resolve("docs/rules.md");
  }
}
