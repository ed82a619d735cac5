package dev.heddle.demo.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The frame of a page: its head, its style, sections, and the foot. It is one file of HTML that
 * fetches nothing and runs nothing, and says so to the browser, too.
 */
public final class Page {

  private final Markup page = new Markup();

  /**
   * Begins a page.
   *
   * @param what was done, in a sentence or two
   * @param cutShort whether it ended before all of it was done
   */
  public Page(String headline, Instant began, String what, boolean cutShort) {
    page.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    page.lone("meta", "charset", "utf-8")
        .lone("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_FROM_ANYWHERE)
        .lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .lone("meta", "name", "color-scheme", "content", "light dark")
        .element("title", headline + " \u2013 Heddle")
        .open("style")
        .raw(Style.css())
        .close()
        .close();
    page.open("body").open("header");
    page.element("p", "Heddle, " + when(began)).element("h1", headline).element("p", what);
    if (cutShort) {
      page.element("p", "It was cut short: this is what there was so far.", "class", "cut");
    }
    page.close().open("main");
  }

  private static String when(Instant began) {
    return began
        .truncatedTo(ChronoUnit.SECONDS)
        .atOffset(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH));
  }

  /** The numbers at the top. */
  public void figures(List<Figure> figures) {
    page.open("dl");
    for (Figure figure : figures) {
      page.open("div").element("dt", figure.name()).element("dd", figure.value()).close();
    }
    page.close();
  }

  /**
   * Begins a section, which {@link #endSection} ends.
   *
   * @param words below its title; null for none
   */
  public void section(String title, String words) {
    page.open("section").element("h2", title);
    if (words != null) {
      words(words);
    }
  }

  public void endSection() {
    page.close();
  }

  /** A paragraph. */
  public void words(String words) {
    page.element("p", words);
  }

  /** A chart. */
  public void chart(String svg) {
    page.open("figure").raw(svg).close();
  }

  public void table(DataTable table, String caption) {
    table.write(page, caption);
  }

  /** A table behind a line that opens it. */
  public void foldedTable(DataTable table, String caption) {
    table.writeFolded(page, caption);
  }

  /** What the colours of a chart mean: looks and words in turn. */
  public void key(String... looksAndWords) {
    page.open("p", "class", "key");
    for (int i = 0; i < looksAndWords.length; i += 2) {
      page.open("span")
          .open("svg", "width", 12, "height", 12, "aria-hidden", "true")
          .open("rect", "class", looksAndWords[i], "width", 12, "height", 12)
          .close()
          .close()
          .text(looksAndWords[i + 1])
          .close();
    }
    page.close();
  }

  /**
   * Ends the page.
   *
   * @param machine what it was made on
   * @return its text
   */
  public String end(String machine) {
    page.close();
    page.element("footer", "Made by heddle-demo on " + machine + ".");
    return page.close().close().toString();
  }

  private static final String NOTHING_FROM_ANYWHERE =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
}
