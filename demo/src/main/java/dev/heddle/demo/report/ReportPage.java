package dev.heddle.demo.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page about a run: headline, figures, charts, each with its numbers as a table. It is one file
 * of HTML that fetches nothing and runs nothing, and says so to the browser, too.
 */
public final class ReportPage {

  /**
   * A table at the end of the page.
   *
   * @param title of its section
   * @param words what it shows, and what it leaves out
   */
  public record Appendix(String title, String words, DataTable table) {}

  private final Run run;
  private final List<Figure> more;
  private final Appendix appendix;
  private final Markup page = new Markup();

  private ReportPage(Run run, List<Figure> more, Appendix appendix) {
    this.run = run;
    this.more = more;
    this.appendix = appendix;
  }

  /**
   * The page's text.
   *
   * @param more figures beside those that each run has
   * @param appendix null for none
   */
  public static String of(Run run, List<Figure> more, Appendix appendix) {
    return new ReportPage(run, more, appendix).write();
  }

  private String write() {
    page.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    page.lone("meta", "charset", "utf-8")
        .lone("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_FROM_ANYWHERE)
        .lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .lone("meta", "name", "color-scheme", "content", "light dark")
        .element("title", headline() + " \u2013 Heddle")
        .open("style")
        .raw(Style.css())
        .close()
        .close();
    page.open("body").open("header");
    page.element("p", "Heddle, " + when()).element("h1", headline()).element("p", run.what());
    if (run.cutShort()) {
      page.element("p", "It was cut short: this is what there was so far.", "class", "cut");
    }
    page.close().open("main");
    figures();
    boolean failuresFirst = run.good() == 0;
    if (failuresFirst) {
      failures();
    }
    handshakes();
    timeline();
    agreed();
    if (!failuresFirst) {
      failures();
    }
    if (appendix != null) {
      section(appendix.title(), appendix.words());
      appendix.table().write(page, appendix.title());
      page.close();
    }
    page.close();
    page.element("footer", "Made by heddle-demo on " + machine() + ".");
    return page.close().close().toString();
  }

  private String headline() {
    int good = run.good();
    int asked = run.asked();
    String all = Numbers.count(asked, run.unit());
    if (asked == 1) {
      return "The " + run.unit() + (good == 1 ? " " + run.verb() : " failed");
    }
    if (good == asked) {
      return asked == 0 ? "There was nothing to do" : "All " + all + " " + run.verb();
    }
    return (good == 0 ? "None" : Numbers.count(good)) + " of " + all + " " + run.verb();
  }

  private String when() {
    return run.began()
        .truncatedTo(ChronoUnit.SECONDS)
        .atOffset(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH));
  }

  private void figures() {
    List<Figure> all = new ArrayList<>();
    double[] times = run.handshakeMillis();
    all.add(new Figure(run.verb(), Numbers.count(run.good())));
    all.add(new Figure("failed", Numbers.count(run.failed())));
    if (times.length > 0) {
      all.add(new Figure("median handshake", Numbers.time(Run.percentile(times, 50))));
      all.add(new Figure("99% of them within", Numbers.time(Run.percentile(times, 99))));
      double seconds = run.lastHandshake().toNanos() / 1e9;
      if (times.length > 1) {
        all.add(new Figure("handshakes per second", Numbers.number(times.length / seconds)));
      }
    }
    all.addAll(more);
    all.add(new Figure("took", Numbers.time(run.took().toNanos() / 1e6)));
    page.open("dl");
    for (Figure figure : all) {
      page.open("div").element("dt", figure.name()).element("dd", figure.value()).close();
    }
    page.close();
  }

  private void handshakes() {
    double[] times = run.handshakeMillis();
    if (times.length == 0) {
      section("Handshake times", "No handshake was completed.");
    } else {
      HandshakeChart chart = new HandshakeChart(times);
      section("Handshake times", chart.words());
      figure(chart.svg());
      chart.table().writeFolded(page, "Handshakes by their time");
    }
    page.close();
  }

  private void timeline() {
    if (run.samples().isEmpty()) {
      return;
    }
    TimelineCharts charts = new TimelineCharts(Timeline.of(run.samples(), run.took()));
    section("Connections over time", charts.liveWords());
    key("good", "live: the handshake is done", "pending", "still connecting or shaking hands");
    figure(charts.live());
    page.close();
    section("Completed each second", charts.rateWords());
    key("good", "handshake done", "bad", "failed");
    figure(charts.rate());
    charts.table().writeFolded(page, "Connections over time");
    page.close();
  }

  private void agreed() {
    List<Tallied> agreed = Tallied.of(run.samples().stream().map(Sample::agreed));
    if (!agreed.isEmpty()) {
      BarList bars = new BarList("agreed", "What was agreed on", agreed);
      section("What was agreed on", null);
      figure(bars.svg(run.unit(), "good"));
      bars.table("agreed on", run.unit()).writeFolded(page, "What was agreed on");
      page.close();
    }
  }

  private void failures() {
    List<Tallied> failures = Tallied.failures(run.samples().stream());
    BarList bars = new BarList("failures", "Failures by category", failures);
    section("Failures by category", failures.isEmpty() ? "Nothing failed." : null);
    if (!failures.isEmpty()) {
      figure(bars.svg(run.unit(), "bad"));
      bars.table("category", run.unit()).write(page, "Failures by category, with an example");
    }
    page.close();
  }

  /** Begins a section, which the caller ends. */
  private void section(String title, String words) {
    page.open("section").element("h2", title);
    if (words != null) {
      page.element("p", words);
    }
  }

  private void figure(String svg) {
    page.open("figure").raw(svg).close();
  }

  /** What the colours mean: looks and words in turn. */
  private void key(String... looksAndWords) {
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

  private static String machine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return "Java "
        + Runtime.version().feature()
        + " with "
        + Numbers.count(processors, "processor")
        + ", "
        + System.getProperty("os.name")
        + " on "
        + System.getProperty("os.arch");
  }

  private static final String NOTHING_FROM_ANYWHERE =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
}
