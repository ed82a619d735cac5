package dev.heddle.demo.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run over time: how many connections there were, and how many were completed each second. */
final class TimelineCharts {

  private final Timeline timeline;
  private final Scale seconds;

  TimelineCharts(Timeline timeline) {
    this.timeline = timeline;
    this.seconds = Scale.linear(0, timeline.seconds(), 5);
  }

  /** What there is to be seen of the connections. */
  String liveWords() {
    return "At most "
        + Numbers.count(most(timeline.underWay()), "connection")
        + " at a time, of which at most "
        + Numbers.count(most(timeline.live()))
        + " had shaken hands.";
  }

  /** What there is to be seen of what was completed. */
  String rateWords() {
    return "At most "
        + Numbers.count(Math.round(most(timeline.perSecond(timeline.completed()))), "handshake")
        + " per second, counted over "
        + Numbers.time(timeline.step().toNanos() / 1e6)
        + " each.";
  }

  String live() {
    Scale counts = Scale.counts(most(timeline.underWay()), 4);
    return new Plot("live", "Live connections over time", liveWords(), HEIGHT, seconds, counts)
        .axes(AXIS, TimelineCharts::time, "connections")
        .area(timeline.underWay(), "pending")
        .area(timeline.live(), "good")
        .end();
  }

  String rate() {
    double[] completed = timeline.perSecond(timeline.completed());
    double[] failed = timeline.perSecond(timeline.failed());
    double most = 0;
    for (int i = 0; i < completed.length; i++) {
      most = Math.max(most, completed[i] + failed[i]);
    }
    Plot plot =
        new Plot(
            "rate",
            "Completed and failed connections per second",
            rateWords(),
            HEIGHT,
            seconds,
            Scale.counts(most, 4));
    plot.axes(AXIS, TimelineCharts::time, "connections per second");
    double step = timeline.step().toNanos() / 1e9;
    for (int i = 0; i < completed.length; i++) {
      plot.bar(i * step, (i + 1) * step, 0, completed[i], 1, "good");
      plot.bar(i * step, (i + 1) * step, completed[i], failed[i], 1, "bad");
    }
    return plot.end();
  }

  /** Both in numbers. */
  DataTable table() {
    double step = timeline.step().toNanos() / 1e6;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < timeline.live().length; i++) {
      rows.add(
          List.of(
              Numbers.time(i * step),
              Numbers.count(timeline.underWay()[i]),
              Numbers.count(timeline.live()[i]),
              Numbers.count(timeline.completed()[i]),
              Numbers.count(timeline.failed()[i])));
    }
    return new DataTable(List.of("from", "under way", "live", "completed", "failed"), rows);
  }

  private static int most(int... values) {
    return Arrays.stream(values).max().orElse(0);
  }

  private static double most(double... values) {
    return Arrays.stream(values).max().orElse(0);
  }

  private static String time(double seconds) {
    return seconds == 0 ? "0" : Numbers.time(seconds * 1000);
  }

  private static final String AXIS = "time since the first connection set out";
  private static final int HEIGHT = 150;
}
