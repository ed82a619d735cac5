package dev.heddle.demo.report;

import java.util.ArrayList;
import java.util.List;

/** A page about a run: headline, figures, charts, each with its numbers as a table. */
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
  private final Page page;

  private ReportPage(Run run, List<Figure> more, Appendix appendix) {
    this.run = run;
    this.more = more;
    this.appendix = appendix;
    this.page = new Page(headline(run), run.began(), run.what(), run.cutShort());
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
      page.section(appendix.title(), appendix.words());
      page.table(appendix.table(), appendix.title());
      page.endSection();
    }
    return page.end(machine());
  }

  private static String headline(Run run) {
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
    page.figures(all);
  }

  private void handshakes() {
    double[] times = run.handshakeMillis();
    if (times.length == 0) {
      page.section("Handshake times", "No handshake was completed.");
    } else {
      HandshakeChart chart = new HandshakeChart(times);
      page.section("Handshake times", chart.words());
      page.chart(chart.svg());
      page.foldedTable(chart.table(), "Handshakes by their time");
    }
    page.endSection();
  }

  private void timeline() {
    if (run.samples().isEmpty()) {
      return;
    }
    TimelineCharts charts = new TimelineCharts(Timeline.of(run.samples(), run.took()));
    page.section("Connections over time", charts.liveWords());
    page.key("good", "live: the handshake is done", "pending", "still connecting or shaking hands");
    page.chart(charts.live());
    page.endSection();
    page.section("Completed each second", charts.rateWords());
    page.key("good", "handshake done", "bad", "failed");
    page.chart(charts.rate());
    page.foldedTable(charts.table(), "Connections over time");
    page.endSection();
  }

  private void agreed() {
    List<Tallied> agreed = Tallied.of(run.samples().stream().map(Sample::agreed));
    if (!agreed.isEmpty()) {
      BarList bars = new BarList("agreed", "What was agreed on", agreed);
      page.section("What was agreed on", null);
      page.chart(bars.svg(run.unit(), "good"));
      page.foldedTable(bars.table("agreed on", run.unit()), "What was agreed on");
      page.endSection();
    }
  }

  private void failures() {
    List<Tallied> failures = Tallied.failures(run.samples().stream());
    BarList bars = new BarList("failures", "Failures by category", failures);
    page.section("Failures by category", failures.isEmpty() ? "Nothing failed." : null);
    if (!failures.isEmpty()) {
      page.chart(bars.svg(run.unit(), "bad"));
      page.table(bars.table("category", run.unit()), "Failures by category, with an example");
    }
    page.endSection();
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
}
