package dev.heddle.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed and written of a result. */
class BenchOutputTest {

  private final BenchResult result = Results.some();

  @Test
  void aTableHasTheRatiosAndWhoIsAbsent() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new BenchTable(new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(result);
    String text = bytes.toString(StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    assertTrue(lines.getFirst().contains("22 November 2026, 10:00 UTC"), text);
    assertTrue(lines.contains("  sunjsse: sunjsse 1.0"), text);
    assertTrue(lines.contains("  the other end: sunjsse"), text);
    int at = lines.indexOf("") + 1;
    assertEquals("heddle peer ratio lowest-highest expected", words(lines.get(at)));
    assertEquals(
        "full-client sunjsse 300 1,000 µs 0.290 0.250-0.388 <= 0.300 met",
        words(lines.get(at + 1)));
    assertEquals(
        "full-client other 300 300 µs 1.000 1.000-1.000 with something else",
        words(lines.get(at + 2)));
    assertEquals("full-client go absent: no go on the <PATH>", words(lines.get(at + 3)));
    assertEquals("full-client broken FAILED: it has ended", words(lines.get(at + 4)));
    assertEquals("idle-heap heddle 300 KB 290-310 <= 10 KB MISSED", words(lines.get(at + 5)));
    assertEquals("1 of 2 expectations met", lines.getLast());
  }

  private static String words(String line) {
    return line.strip().replaceAll(" +", " ");
  }

  @Test
  void aPageHasAPlotOfEachQuantity() {
    String page = BenchPage.of(result, Measures.all());
    assertTrue(page.contains("<h1>1 of 2 expectations met</h1>"), page);
    assertTrue(page.contains("<p>CPU time of a client&#39;s full handshake, "), page);
    assertTrue(page.contains(" by turns, facing sunjsse. "), page);
    assertTrue(page.contains(">sunjsse</text>"), page);
    assertTrue(page.contains(">1,000 µs (800 to 1,200)</text>"), page);
    assertTrue(page.contains(">at most 0.3 times sunjsse</text>"), page);
    assertTrue(page.contains("0.290 times sunjsse, expected &lt;= 0.300  met."), page);
    assertTrue(page.contains("go is absent: no go on the &lt;PATH&gt;</p>"), page);
    assertTrue(page.contains("broken has failed: it has ended</p>"), page);
    assertTrue(page.contains("Ours is 300 KB, expected &lt;= 10 KB  MISSED."), page);
    assertTrue(page.contains("other: with something else</p>"), page);
  }

  /** A clock of coarse ticks may show that something took no time. */
  @Test
  void aRatioToNothingIsNotKnown() throws IOException {
    BenchResult odd = Results.of(0, 0, 5);
    JsonNode theirs = new ObjectMapper().readTree(BenchJson.of(odd)).get(1);
    assertEquals(0, theirs.get("value").asDouble());
    assertTrue(theirs.get("ratio").isNull(), theirs::toString);
    assertEquals("[58.0,null]", theirs.get("spread").toString());
    assertTrue(BenchPage.of(odd, List.of()).contains("sunjsse"));
    new BenchTable(new PrintStream(OutputStream.nullOutputStream())).print(odd);
  }

  @Test
  void jsonIsAListOfObjects() throws IOException {
    JsonNode all = new ObjectMapper().readTree(BenchJson.of(result));
    assertTrue(all.isArray());
    assertEquals(result.rows().size(), all.size());
    JsonNode ours = all.get(0);
    assertEquals("full-client", ours.get("measure").asText());
    assertEquals("heddle", ours.get("peer").asText());
    assertEquals(Runtime.version().toString(), ours.get("jdk").asText());
    assertEquals(300, ours.get("value").asDouble());
    assertEquals("µs", ours.get("unit").asText());
    assertTrue(ours.get("ratio").isNull());
    assertEquals("[290.0,310.0]", ours.get("spread").toString());
    assertTrue(ours.get("met").isNull());
    JsonNode theirs = all.get(1);
    assertEquals(1000, theirs.get("value").asDouble());
    assertEquals(0.29, theirs.get("ratio").asDouble(), 1e-9);
    assertEquals("[0.25,0.3875]", theirs.get("spread").toString());
    assertEquals("[800.0,1200.0]", theirs.get("value_spread").toString());
    assertEquals(0.3, theirs.get("expected").asDouble());
    assertTrue(theirs.get("met").asBoolean());
    assertTrue(theirs.get("reason").isNull());
    assertEquals("sunjsse 1.0", theirs.get("version").asText());
    JsonNode absent = all.get(3);
    assertEquals("go", absent.get("peer").asText());
    assertTrue(absent.get("value").isNull());
    assertTrue(absent.get("ratio").isNull());
    assertTrue(absent.get("spread").isNull());
    assertEquals("no go on the <PATH>", absent.get("reason").asText());
    assertFalse(all.get(5).get("met").asBoolean());
  }
}
