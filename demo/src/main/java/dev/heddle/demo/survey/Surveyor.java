package dev.heddle.demo.survey;

import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.report.Sample;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Job;
import dev.heddle.fanout.Result;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Target;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Goes to all targets, tells on a terminal how far it is, and gathers what it finds. */
final class Surveyor {

  private final Io io;
  private final List<Target> targets;
  private final Instant began = Instant.now();
  private final long start = System.nanoTime();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private int failed;

  Surveyor(Io io, List<Target> targets) {
    this.io = io;
    this.targets = targets;
  }

  /** Blocks until all have had their turn, or Ctrl-C was pressed. */
  Survey go(FanOut fanOut, Job<Boolean> job) throws InterruptedException {
    boolean cut;
    try (Run<Boolean> run = fanOut.start(targets, job);
        CtrlC ctrlC = new CtrlC(run::cancel)) {
      while (!run.isOver()) {
        Result<Boolean> result = run.next(TICK);
        if (result != null) {
          note(result);
        }
        progress();
      }
      cut = ctrlC.pressed();
    }
    if (io.terminal()) {
      io.err().print("\r" + CLEAR_TO_END);
      io.err().flush();
    }
    return new Survey(began, since(start), targets.size(), cut, findings, samples);
  }

  private void note(Result<Boolean> result) {
    Finding finding = Finding.of(result, began);
    findings.add(finding);
    if (!finding.good()) {
      failed++;
    }
    Duration ended = since(start);
    Duration begun = ended.minus(result.total());
    Finding.Agreement agreed = finding.agreed();
    samples.add(
        new Sample(
            begun.isNegative() ? Duration.ZERO : begun,
            agreed == null
                ? null
                : ended.minus(result.times().getOrDefault(Phase.DATA, Duration.ZERO)),
            ended,
            finding.handshake(),
            agreed == null ? null : agreed.version() + " " + agreed.group(),
            finding.good()
                ? null
                : new Sample.Failed(finding.failure().category(), finding.failure().message())));
  }

  private void progress() {
    long now = System.nanoTime();
    if (io.terminal() && now - drawn >= TICK.toNanos()) {
      drawn = now;
      io.err()
          .print(
              String.format(
                  Locale.ROOT,
                  "\r%5.1f s: %d of %d targets, %d failed%s",
                  (now - start) / 1e9,
                  findings.size(),
                  targets.size(),
                  failed,
                  CLEAR_TO_END));
      io.err().flush();
    }
  }

  private long drawn = System.nanoTime();

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static final Duration TICK = Duration.ofMillis(100);
  private static final String CLEAR_TO_END = "\u001b[K";
}
