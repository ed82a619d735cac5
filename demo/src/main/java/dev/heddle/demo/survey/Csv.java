package dev.heddle.demo.survey;

import java.time.Duration;
import java.util.Locale;

/**
 * What was found as CSV (RFC 4180), one target in a line. What is not known is empty. Text that a
 * spreadsheet would take for a formula has an apostrophe before it.
 */
final class Csv {

  private final StringBuilder out = new StringBuilder();

  static String of(Survey survey) {
    Csv csv = new Csv();
    csv.out.append(HEADINGS).append(END);
    survey.findings().forEach(csv::line);
    return csv.out.toString();
  }

  private void line(Finding finding) {
    Finding.Agreement agreed = finding.agreed();
    Finding.Certificate certificate = finding.certificate();
    Finding.Failed failure = finding.failure();
    text(finding.target()).next();
    text(agreed == null ? null : agreed.address()).next();
    text(agreed == null ? null : agreed.version()).next();
    text(agreed == null ? null : agreed.suite()).next();
    text(agreed == null ? null : agreed.group()).next();
    plain(agreed == null ? null : agreed.postQuantum()).next();
    plain(finding.resumed()).next();
    text(certificate == null ? null : certificate.subject()).next();
    plain(certificate == null ? null : certificate.notAfter()).next();
    plain(certificate == null ? null : certificate.daysLeft()).next();
    millis(finding.resolve()).next();
    millis(finding.tcp()).next();
    millis(finding.handshake()).next();
    plain(finding.attempts()).next();
    plain(failure == null ? null : failure.category()).next();
    plain(failure == null ? null : failure.phase()).next();
    text(failure == null ? null : failure.message());
    out.append(END);
  }

  private void next() {
    out.append(',');
  }

  /** What is not text of others: a number, a date, a word of ours. */
  private Csv plain(Object value) {
    out.append(value == null ? "" : value);
    return this;
  }

  private Csv millis(Duration time) {
    return plain(time == null ? null : String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6));
  }

  private Csv text(String text) {
    if (text != null) {
      out.append(field(text));
    }
    return this;
  }

  /** A field of text, in quotes where it needs them. */
  static String field(String text) {
    String harmless = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return harmless.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)
        ? "\"" + harmless.replace("\"", "\"\"") + "\""
        : harmless;
  }

  private static final String HEADINGS =
      "target,address,version,suite,group,post_quantum,resumed,subject,not_after,days_left,"
          + "resolve_ms,tcp_ms,handshake_ms,attempts,category,phase,message";
  private static final String END = "\r\n";
  private static final String FORMULAS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";
  private static final String SPECIAL = ",\"\r\n;\t'";

  private Csv() {}
}
