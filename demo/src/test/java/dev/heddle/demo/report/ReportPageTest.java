package dev.heddle.demo.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Category;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportPageTest {

  @ParameterizedTest
  @CsvSource({
    "0, There was nothing to do",
    "1, The connection succeeded",
    "3, All 3 connections succeeded"
  })
  void tellsInItsHeadlineHowItWent(int count, String headline) {
    List<Sample> samples = java.util.Collections.nCopies(count, Runs.good(0, 10, 20));
    assertHeadline(headline, Runs.run(samples, count));
  }

  @Test
  void tellsInItsHeadlineWhatFailed() {
    Sample good = Runs.good(0, 10, 20);
    Sample bad = Runs.failed(Duration.ZERO, Duration.ofMillis(3), Category.TIMEOUT);
    assertHeadline("The connection failed", Runs.run(List.of(bad), 1));
    assertHeadline("None of 2 connections succeeded", Runs.run(List.of(bad, bad), 2));
    assertHeadline("1 of 2 connections succeeded", Runs.run(List.of(good, bad), 2));
    assertHeadline("1 of 2,000 connections succeeded", Runs.run(List.of(good), 2000));
  }

  private static void assertHeadline(String headline, Run run) {
    String page = page(run);
    assertTrue(page.contains("<h1>" + headline + "</h1>"), page);
  }

  @Test
  void textOfOthersIsText() {
    String page = ReportPage.of(Runs.many(20, 10), List.of(), Runs.appendix(10));
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("<b>"), page);
    assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), page);
    assertTrue(page.contains("&quot;onload=&#39;x&#39;&amp;amp;"), page);
    assertTrue(page.contains("&lt;servers&gt; of &quot;others&quot; &amp; their friends"), page);
  }

  @Test
  void fetchesNothing() {
    String page = page(Runs.many(20, 10));
    assertTrue(page.contains("content=\"default-src &#39;none&#39;; style-src"), page);
    for (String fetched : List.of("http:", "https:", "src=", "href=", "url(", "@import")) {
      assertFalse(page.contains(fetched), fetched);
    }
  }

  /** The charts are well-formed even as XML, and say what they show to those who cannot see. */
  @Test
  void chartsAreWellFormedAndDescribed() throws Exception {
    String page = page(Runs.many(200, 20));
    String[] charts = page.split("<figure>");
    assertEquals(5 + 1, charts.length);
    for (String chart : Arrays.copyOfRange(charts, 1, charts.length)) {
      String svg = chart.substring(0, chart.indexOf("</figure>"));
      var root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      assertEquals("img", root.getAttribute("role"));
      String[] named = root.getAttribute("aria-labelledby").split(" ");
      for (String element : List.of("title", "desc")) {
        var words = root.getElementsByTagName(element).item(0);
        assertEquals(
            named[element.equals("title") ? 0 : 1],
            words.getAttributes().getNamedItem("id").getNodeValue());
        assertFalse(words.getTextContent().isBlank());
      }
    }
  }

  @Test
  void saysSoWhereThereIsNothingToDraw() {
    String page = page(Runs.run(List.of(), 5));
    assertTrue(page.contains("It was cut short"), page);
    assertTrue(page.contains("No handshake was completed."), page);
    assertTrue(page.contains("Nothing failed."), page);
    assertFalse(page.contains("<figure>"), page);
  }

  @Test
  void staysSmallHoweverManyThereAre() {
    int length = page(Runs.many(100_000, 1000)).length();
    assertTrue(length < 100_000, "" + length);
  }

  @ParameterizedTest
  @EnumSource(
      value = Palette.class,
      names = {"INK", "QUIET", "GOOD", "BAD"})
  void wordsStandOutFromThePaper(Palette colour) {
    // WCAG 2.2, success criterion 1.4.3.
    assertTrue(contrast(colour.light(), Palette.PAPER.light()) >= 4.5);
    assertTrue(contrast(colour.dark(), Palette.PAPER.dark()) >= 4.5);
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    int rgb = Integer.parseInt(hex.substring(1), 16);
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = (rgb >> 16 - 8 * i & 0xFF) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void sortsValuesIntoBinsOfEqualWidth() {
    Bins bins = Bins.of(10, 10.9, 11, 14, 34, 35);
    assertFalse(bins.scale().logarithmic());
    assertArrayEquals(new double[] {10, 11, 12, 13}, Arrays.copyOf(bins.edges(), 4));
    assertArrayEquals(new int[] {2, 1, 0, 0, 1}, Arrays.copyOf(bins.counts(), 5));
    assertEquals(6, Arrays.stream(bins.counts()).sum());
  }

  @Test
  void sortsValuesOfManySizesByTheirLogarithm() {
    Bins bins = Bins.of(1, 1.05, 10, 99, 100);
    assertTrue(bins.scale().logarithmic());
    assertEquals(5, Arrays.stream(bins.counts()).sum());
    assertEquals(2, bins.counts()[0]);
    assertEquals(50, bins.scale().percent(Math.sqrt(bins.edges()[0] * last(bins))), 1e-6);
    assertEquals(List.of(1.0, 2.0, 5.0, 10.0), bins.scale().marks().subList(0, 4));
  }

  private static double last(Bins bins) {
    return bins.edges()[bins.edges().length - 1];
  }

  @Test
  void oneValueHasRoomAroundIt() {
    Bins bins = Bins.of(7.3);
    assertTrue(bins.counts().length >= 8);
    assertEquals(1, Arrays.stream(bins.counts()).sum());
  }

  @Test
  void followsConnectionsThroughTime() {
    Sample bad = Runs.failed(Duration.ofMillis(20), Duration.ofMillis(45), Category.TIMEOUT);
    List<Sample> samples = List.of(Runs.good(0, 20, 70), Runs.good(0, 35, 50), bad);
    Timeline line = Timeline.of(samples, Duration.ofMillis(80));
    assertEquals(Duration.ofMillis(1), line.step());
    assertEquals(2, line.underWay()[0]);
    assertEquals(0, line.live()[19]);
    assertEquals(1, line.live()[20]);
    assertEquals(3, line.underWay()[25]);
    assertEquals(2, line.live()[40]);
    assertEquals(1, line.live()[60]);
    assertEquals(0, line.live()[75]);
    assertEquals(1, line.completed()[35]);
    assertEquals(2, Arrays.stream(line.completed()).sum());
    assertEquals(1, line.failed()[45]);
    assertEquals(1000, line.perSecond(line.completed())[35]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.0123  | 0.0123 ms
          1       | 1 ms
          22.44   | 22.4 ms
          999.4   | 999 ms
          999.6   | 1 s
          12345   | 12.3 s
          5000000 | 5,000 s
          """)
  void timesHaveUnits(double millis, String text) {
    assertEquals(text, Numbers.time(millis));
  }

  private static String page(Run run) {
    return ReportPage.of(run, List.of(), null);
  }
}
