package dev.heddle.demo.report;

import dev.heddle.demo.report.Sample.Failed;
import dev.heddle.fault.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Runs to make pages of, the same each time. */
final class Runs {

  static final Instant BEGAN = Instant.parse("2026-03-09T17:05:30Z");

  /** Many connections that set out together, some of which fail. */
  static Run many(int count, int failed) {
    Random random = new Random(7);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Duration begun = Duration.ofNanos(i * 150_000L * 2000 / count);
      Duration took = Duration.ofNanos((long) (8e6 * Math.exp(random.nextGaussian() * 0.9 + 1)));
      Duration connected = begun.plusMillis(3L + i * 2500L / count).plus(took);
      if (i < failed) {
        samples.add(failed(begun, connected, CATEGORIES[i % 7 % CATEGORIES.length]));
      } else {
        Duration ended = Duration.ofMillis(3200).plus(took.multipliedBy(6));
        String agreed = i % 9 == 0 ? "TLSv1.2 X25519" : "TLSv1.3 X25519MLKEM768";
        samples.add(new Sample(begun, connected, ended, took, agreed, null));
      }
    }
    return run(samples, count);
  }

  /** The median is the 99th percentile, on a logarithmic axis. */
  static Run alike() {
    List<Sample> samples = new ArrayList<>(Collections.nCopies(300, good(0, 10, 30)));
    samples.add(good(0, 1, 30));
    samples.add(good(0, 90, 95));
    return run(samples, samples.size());
  }

  /** A connection that fails before its handshake is done. */
  static Sample failed(Duration begun, Duration ended, Category category) {
    String message =
        "handshake with <b>db.example</b>/192.0.2.7:5432: " + HOSTILE + " (sent 1517 bytes)";
    return new Sample(begun, null, ended, null, null, new Failed(category, message));
  }

  static Sample good(int begun, int connected, int ended) {
    Duration took = Duration.ofMillis(connected - begun);
    return new Sample(
        Duration.ofMillis(begun),
        Duration.ofMillis(connected),
        Duration.ofMillis(ended),
        took,
        "TLSv1.3 X25519",
        null);
  }

  static Run run(List<Sample> samples, int asked) {
    Duration took =
        samples.stream().map(Sample::ended).max(Duration::compareTo).orElse(Duration.ZERO);
    String what = asked + " connections to <servers> of \"others\" & their friends";
    boolean cut = samples.size() < asked;
    return new Run(what, "connection", "succeeded", BEGAN, took, asked, cut, samples);
  }

  /** A table as wide as that of a survey, with words as long as hosts can make them. */
  static ReportPage.Appendix appendix(int rows) {
    List<String> headings =
        List.of("target", "what came of it", "post-quantum", "certificate", "handshake");
    List<List<String>> cells =
        IntStream.range(0, rows)
            .mapToObj(
                i ->
                    i % 5 == 4
                        ? List.of("h".repeat(60) + i + ".example:443", HOSTILE, "", "", "")
                        : List.of(
                            "host-" + i + ".example:443",
                            "TLSv1.3 TLS_AES_128_GCM_SHA256 X25519MLKEM768",
                            "yes",
                            "81 days",
                            "34.5 ms"))
            .toList();
    return new ReportPage.Appendix("Targets", "Each of them.", new DataTable(headings, cells));
  }

  static final String HOSTILE =
      "certificate refused: host name is not among [DNS:<script>alert(1)</script>,"
          + " DNS:\"onload='x'&amp;"
          + "w".repeat(120)
          + "]";

  private static final Category[] CATEGORIES = {
    Category.TIMEOUT, Category.CERTIFICATE, Category.TRANSPORT, Category.TIMEOUT
  };

  private Runs() {}
}
