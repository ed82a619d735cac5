package dev.heddle.demo.survey;

import dev.heddle.demo.report.DataTable;
import dev.heddle.demo.report.Figure;
import dev.heddle.demo.report.Numbers;
import dev.heddle.demo.report.ReportPage;
import dev.heddle.demo.report.Run;
import java.time.Duration;
import java.util.List;

/** What was found as a page. */
final class SurveyPage {

  static String of(Survey survey) {
    int found = survey.findings().size();
    Run run =
        new Run(
            "A survey of "
                + Numbers.count(survey.asked(), "target")
                + ": each was shaken hands with.",
            "target",
            "answered",
            survey.began(),
            survey.took(),
            survey.asked(),
            survey.cutShort(),
            survey.samples());
    List<Figure> more =
        List.of(
            new Figure("post-quantum", Numbers.count(survey.postQuantum())),
            new Figure("end within " + Survey.SOON + " days", Numbers.count(survey.endingSoon())));
    String words =
        found <= MOST
            ? "Each of them."
            : "The first " + Numbers.count(MOST) + " of " + Numbers.count(found) + ".";
    DataTable table =
        new DataTable(
            List.of("target", "what came of it", "post-quantum", "certificate", "handshake"),
            survey.findings().stream().limit(MOST).map(SurveyPage::row).toList());
    return ReportPage.of(
        run, more, found == 0 ? null : new ReportPage.Appendix("Targets", words, table));
  }

  private static List<String> row(Finding finding) {
    Finding.Agreement agreed = finding.agreed();
    if (!finding.good() || agreed == null) {
      return List.of(finding.target(), finding.failure().message(), "", "", "");
    }
    return List.of(
        finding.target(),
        agreed.version()
            + " "
            + agreed.suite()
            + (agreed.group() == null ? "" : " " + agreed.group())
            + (Boolean.TRUE.equals(finding.resumed()) ? ", resumes" : ""),
        agreed.postQuantum() ? "yes" : "no",
        finding.certificate() == null ? "" : days(finding.certificate().daysLeft()),
        millis(finding.handshake()));
  }

  private static String days(long left) {
    return left >= 0 ? Numbers.count(left, "day") : "ended";
  }

  private static String millis(Duration time) {
    return time == null ? "" : Numbers.time(time.toNanos() / 1e6);
  }

  private static final int MOST = 1000;

  private SurveyPage() {}
}
