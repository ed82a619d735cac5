package dev.heddle.demo.survey;

import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.report.Recorder;
import dev.heddle.demo.report.Sample;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Job;
import dev.heddle.fanout.Result;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Goes to all targets, tells on a terminal how far it is, and gathers what it finds. */
final class Surveyor {

  private final Io io;
  private final List<Target> targets;
  private final Recorder recorder = new Recorder();
  private final List<Finding> findings = new ArrayList<>();
  private Duration drawn = Duration.ZERO;
  private int failed;

  Surveyor(Io io, List<Target> targets) {
    this.io = io;
    this.targets = targets;
  }

  /**
   * Blocks until all have had their turn, or Ctrl-C was pressed; the program lives until what was
   * found has been told.
   *
   * @param telling tells it, and gives the exit code
   */
  int go(FanOut fanOut, Job<Boolean> job, ToIntFunction<Survey> telling)
      throws InterruptedException {
    try (Run<Boolean> run = fanOut.start(targets, recorder.watch(job));
        CtrlC ctrlC = new CtrlC(run::cancel)) {
      while (!run.isOver()) {
        Result<Boolean> result = run.next(TICK);
        if (result != null) {
          note(result);
        }
        progress();
      }
      clear();
      return telling.applyAsInt(
          new Survey(
              recorder.began(),
              recorder.elapsed(),
              targets.size(),
              ctrlC.pressed(),
              inOrder(),
              recorder.samples()));
    }
  }

  private void note(Result<Boolean> result) {
    Finding finding = Finding.of(result, recorder.began());
    findings.add(finding);
    if (finding.failed()) {
      failed++;
    }
    recorder.note(
        result,
        finding.good()
            ? null
            : new Sample.Failed(finding.failure().category(), finding.failure().message()));
  }

  /** In the order in which the targets were given. */
  private List<Finding> inOrder() {
    Map<String, Integer> places = new HashMap<>();
    for (Target target : targets) {
      places.putIfAbsent(target.toString(), places.size());
    }
    return findings.stream()
        .sorted(Comparator.comparing(finding -> places.get(finding.target())))
        .toList();
  }

  private void progress() {
    Duration now = recorder.elapsed();
    if (io.terminal() && now.minus(drawn).compareTo(TICK) >= 0) {
      drawn = now;
      io.err()
          .print(
              String.format(
                  Locale.ROOT,
                  "\r%5.1f s: %d of %d targets, %d failed%s",
                  now.toNanos() / 1e9,
                  findings.size(),
                  targets.size(),
                  failed,
                  CLEAR_TO_END));
      io.err().flush();
    }
  }

  private void clear() {
    if (!drawn.isZero()) {
      io.err().print("\r" + CLEAR_TO_END);
      io.err().flush();
    }
  }

  private static final Duration TICK = Duration.ofMillis(100);
  private static final String CLEAR_TO_END = "\u001b[K";
}
