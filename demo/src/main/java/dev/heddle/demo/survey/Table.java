package dev.heddle.demo.survey;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what was found as a table of at most 120 columns. */
final class Table {

  private final PrintStream out;
  private final boolean resumption;
  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  /**
   * A table.
   *
   * @param resumption whether there is a column about it
   */
  Table(PrintStream out, boolean resumption) {
    this.out = out;
    this.resumption = resumption;
    this.widths = new int[HEADINGS.length];
  }

  void print(Survey survey) {
    add(HEADINGS);
    survey.findings().stream().filter(Finding::good).forEach(each -> add(cells(each)));
    // Room for the target is what the others leave.
    int others = 0;
    for (int i = 1; i < widths.length; i++) {
      others += widths[i] == 0 ? 0 : widths[i] + GAP;
    }
    widths[0] = Math.min(widths[0], WIDTH - others);
    if (survey.good() > 0) {
      rows.forEach(this::row);
    }
    if (survey.failed() > 0) {
      out.println((survey.good() > 0 ? "\n" : "") + "failed:");
      survey.findings().stream().filter(Finding::failed).forEach(this::failure);
    }
    out.println();
    summary(survey);
  }

  private void add(String... cells) {
    if (!resumption) {
      cells = cells.clone();
      cells[RESUMED] = "";
    }
    rows.add(cells);
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
  }

  private static String[] cells(Finding finding) {
    Finding.Agreement agreed = finding.agreed();
    return new String[] {
      finding.target(),
      agreed.version(),
      agreed.suite(),
      agreed.group() == null ? "none" : agreed.group(),
      yesOrNo(agreed.postQuantum()),
      finding.resumed() == null ? "" : yesOrNo(finding.resumed()),
      finding.certificate() == null ? "" : String.valueOf(finding.certificate().daysLeft()),
      millis(finding.resolve()),
      millis(finding.tcp()),
      millis(finding.handshake())
    };
  }

  private void row(String... cells) {
    StringBuilder line = new StringBuilder(WIDTH);
    if (cells[0].length() > widths[0]) {
      wrapped("", cells[0]);
      line.append(" ".repeat(widths[0]));
    } else {
      line.append(padded(cells[0], widths[0], false));
    }
    for (int i = 1; i < cells.length; i++) {
      if (widths[i] > 0) {
        line.append(" ".repeat(GAP)).append(padded(cells[i], widths[i], i >= FIRST_NUMBER));
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private void failure(Finding finding) {
    wrapped("", finding.target());
    wrapped("  ", finding.failure().category() + ": " + finding.failure().message());
  }

  /** In lines that are not too long, broken between words where that is possible. */
  private void wrapped(String indent, String text) {
    int room = WIDTH - indent.length();
    String rest = text;
    while (rest.length() > room) {
      int at = rest.lastIndexOf(' ', room);
      at = at < room / 2 ? room : at;
      out.println(indent + rest.substring(0, at));
      rest = rest.substring(at).stripLeading();
    }
    out.println(indent + rest);
  }

  private void summary(Survey survey) {
    long failed = survey.failed();
    long cutOff = survey.asked() - survey.good() - failed;
    wrapped(
        "",
        survey.good()
            + " of "
            + survey.asked()
            + " targets answered, "
            + failed
            + " failed"
            + (cutOff > 0 ? ", " + cutOff + " not done" : "")
            + "; "
            + survey.postQuantum()
            + " post-quantum; "
            + survey.endingSoon()
            + " with a certificate that ends within "
            + Survey.SOON
            + " days");
    if (survey.cutShort()) {
      out.println("cut short: this is what there was so far");
    }
  }

  private static String padded(String text, int width, boolean right) {
    String room = " ".repeat(width - text.length());
    return right ? room + text : text + room;
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static String millis(Duration time) {
    if (time == null) {
      return "";
    }
    double millis = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 1000 ? "%.1f" : "%.0f", millis);
  }

  private static final String[] HEADINGS = {
    "target", "version", "suite", "group", "PQ", "resumed", "days", "dns ms", "tcp ms", "tls ms"
  };

  private static final int RESUMED = 5;
  private static final int FIRST_NUMBER = 6;
  private static final int GAP = 2;
  private static final int WIDTH = 120;
}
