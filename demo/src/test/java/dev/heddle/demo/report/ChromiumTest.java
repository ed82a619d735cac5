package dev.heddle.demo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heddle.demo.Programs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens pages in a real browser, as wide as a screen and as narrow as a telephone, by day and by
 * night. The environment variable HEDDLE_REQUIRE_CHROMIUM forbids to skip. With the system property
 * {@code heddle.shots} the pictures are kept in the directory it names.
 */
class ChromiumTest {

  @TempDir private Path directory;

  @Test
  void pagesFitEachScreen() throws IOException, InterruptedException {
    String program = Programs.find("chromium", "HEDDLE_REQUIRE_CHROMIUM");
    try (Browser browser = Browser.start(program, directory.resolve("profile"))) {
      for (Map.Entry<String, String> each : pages().entrySet()) {
        String name = each.getKey();
        Path page = Files.writeString(directory.resolve(name + ".html"), each.getValue());
        for (int width : new int[] {1280, 800, 400}) {
          fits(browser, page, name, width);
        }
        for (int width : new int[] {1280, 400}) {
          hasDayAndNight(browser, page, name, width);
        }
      }
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    List<Figure> more = List.of(new Figure("post-quantum", "1,234 of 2,000"));
    runs().forEach((name, run) -> pages.put(name, ReportPage.of(run, more, Runs.appendix(12))));
    pages.put("ranges", ranges());
    return pages;
  }

  /** A page of another kind in the same frame. */
  private static String ranges() {
    Page page = new Page("1 of 2 met", Instant.EPOCH, "What there is.", true);
    page.figures(List.of(new Figure("met", "1")));
    page.section("full-client", "0.290 times the other.");
    RangeChart chart =
        new RangeChart(
            "full-client",
            "full-client",
            "µs",
            List.of(
                new RangeChart.Range("ours", 290, 300, 340, "good"),
                new RangeChart.Range("theirs", 1000, 1234.5, 1400, "pending"),
                new RangeChart.Range("broken", 1000, 1300, 1400, "bad")),
            List.of(
                new RangeChart.Limit(370, "at most 0.3 times theirs"),
                new RangeChart.Limit(1390, "at most 0.9 times broken")));
    page.chart(chart.svg());
    page.words(chart.words());
    page.endSection();
    return page.end("a machine");
  }

  private static Map<String, Run> runs() {
    Map<String, Run> runs = new LinkedHashMap<>();
    runs.put("many", Runs.many(2000, 23));
    runs.put("failed", Runs.many(40, 40));
    runs.put("one", Runs.run(List.of(Runs.good(1, 12, 40)), 1));
    runs.put("alike", Runs.alike());
    runs.put("none", Runs.run(List.of(), 100));
    return runs;
  }

  private static void fits(Browser browser, Path page, String name, int width)
      throws IOException, InterruptedException {
    browser.show(page, width, 900, false);
    JsonNode sizes = browser.evaluate(SIZES);
    assertEquals(width, sizes.get("inner").asInt(), name);
    assertTrue(sizes.get("scroll").asInt() <= width, name + " at " + width + " pixels: " + sizes);
    assertEquals("[]", sizes.get("beyond").toString(), name + " at " + width + " pixels");
    assertEquals("[]", sizes.get("collisions").toString(), name + " at " + width + " pixels");
    assertEquals(0, sizes.get("scripts").asInt());
  }

  private static void hasDayAndNight(Browser browser, Path page, String name, int width)
      throws IOException, InterruptedException {
    browser.show(page, width, 900, false);
    BufferedImage light = picture(browser, name, width, "light");
    browser.show(page, width, 900, true);
    BufferedImage dark = picture(browser, name, width, "dark");
    assertEquals(colour(Palette.PAPER.light()), light.getRGB(2, 2) & 0xFFFFFF);
    assertEquals(colour(Palette.PAPER.dark()), dark.getRGB(2, 2) & 0xFFFFFF);
    assertEquals(light.getHeight(), dark.getHeight());
    assertEquals(width, light.getWidth());
  }

  private static BufferedImage picture(Browser browser, String name, int width, String scheme)
      throws IOException, InterruptedException {
    byte[] png = browser.screenshot();
    String kept = System.getProperty("heddle.shots");
    if (kept != null) {
      Path to = Files.createDirectories(Path.of(kept));
      Files.write(to.resolve(name + "-" + width + "-" + scheme + ".png"), png);
    }
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int colour(String hex) {
    return Integer.parseInt(hex.substring(1), 16);
  }

  /** How wide the page is, what reaches beyond its edges, and which words lie upon others. */
  private static final String SIZES =
      """
      (() => {
        const beyond = [], texts = [], collisions = [];
        for (const each of document.querySelectorAll('body *')) {
          const box = each.getBoundingClientRect();
          if (box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5)) {
            beyond.push(each.tagName + ' ' + each.textContent.slice(0, 40));
          }
        }
        for (const each of document.querySelectorAll('svg text')) {
          const box = each.getBoundingClientRect();
          for (const [other, text] of texts) {
            if (box.left < other.right && other.left < box.right
                && box.top + 2 < other.bottom && other.top + 2 < box.bottom) {
              collisions.push(text + ' | ' + each.textContent);
            }
          }
          texts.push([box, each.textContent]);
        }
        return {
          inner: innerWidth,
          scroll: document.documentElement.scrollWidth,
          scripts: document.scripts.length + document.querySelectorAll('[onload]').length,
          beyond: beyond.slice(0, 5),
          collisions: collisions.slice(0, 5)
        };
      })()
      """;
}
