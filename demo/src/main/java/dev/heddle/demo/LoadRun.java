package dev.heddle.demo;

import dev.heddle.demo.common.Agreed;
import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.common.Machine;
import dev.heddle.demo.report.Recorder;
import dev.heddle.demo.report.Sample;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Job;
import dev.heddle.fanout.Result;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Summary;
import dev.heddle.fanout.Target;
import dev.heddle.fault.Category;
import java.time.Duration;
import java.util.Collection;

/** A run of many connections: watches it, lets it be cancelled, prints the table. */
final class LoadRun {

  private final Io io;
  private final FanOut fanOut;
  private final Job<Void> client;
  private final Meeting meeting;
  private final boolean each;
  private final EchoServer server;
  private final Round round;
  private final LoadPage page;
  private final Tally tally = new Tally();
  private Recorder recorder; // null until it runs

  /**
   * A run that is still to begin.
   *
   * @param meeting the client's
   * @param each whether to print a line for each target
   * @param server null if the servers are elsewhere
   * @param round after the last of which the server is closed, and the page written
   */
  LoadRun(
      Io io,
      FanOut fanOut,
      Job<Void> client,
      Meeting meeting,
      boolean each,
      EchoServer server,
      Round round,
      LoadPage page) {
    this.io = io;
    this.fanOut = fanOut;
    this.client = client;
    this.meeting = meeting;
    this.each = each;
    this.server = server;
    this.round = round;
    this.page = page;
  }

  /**
   * Runs to the end, or until it is cancelled; the program lives until the table is printed and the
   * page written.
   */
  Report run(Collection<Target> targets) throws InterruptedException {
    // First, because the JVM's recorder cannot start when the JVM is about to end.
    Pinning pinning = Pinning.watch();
    recorder = new Recorder();
    long begun = System.nanoTime();
    long cpuBefore = Machine.cpuNanos();
    try (Run<Void> run = fanOut.start(targets, recorder.watch(this::use));
        CtrlC ctrlC = new CtrlC(run::cancel)) {
      try (pinning) {
        watch(run, targets.size());
      }
      long cpuAfter = server == null ? Machine.cpuNanos() : meeting.cpuNanos();
      if (server != null && round != Round.FULL) {
        server.close();
      }
      Summary summary = run.summary();
      Report report =
          new Report(
              round,
              targets.size(),
              summary,
              tally,
              server == null ? null : server.tally(),
              begun,
              cpuBefore < 0 ? -1 : cpuAfter - cpuBefore,
              pinning,
              ctrlC.pressed());
      io.out().println();
      report.print(io.out());
      io.out().flush();
      if (round != Round.FULL) {
        page.write(recorder, summary, targets.size(), ctrlC.pressed());
      }
      return report;
    }
  }

  private Void use(Target target, dev.heddle.net.TlsSocket socket) throws Exception {
    tally.connected(socket.info());
    return client.run(target, socket);
  }

  private void watch(Run<Void> run, int count) throws InterruptedException {
    Progress progress = new Progress(io, run, count, server != null);
    while (!run.isOver()) {
      Result<Void> result = run.next(TICK);
      if (result == null) {
        progress.show();
      } else {
        ended(result);
      }
    }
    progress.end();
  }

  private void ended(Result<Void> result) {
    if (result.info() == null) {
      meeting.arrive(); // nobody is to wait for it
    }
    if (result.succeeded()) {
      recorder.note(result, null);
      line(result, "ok", Agreed.text(result.info()));
    } else if (result.failure() != null) {
      failed(result, result.failure().fault().category(), result.failure().message());
    } else if (result.jobFailure() instanceof Client.WrongEcho wrong) {
      failed(result, Category.PROTOCOL, result.target() + ": " + wrong.getMessage());
    } else {
      failed(result, Category.INTERNAL, result.target() + ": " + result.jobFailure());
    }
  }

  private void failed(Result<Void> result, Category category, String message) {
    recorder.note(result, new Sample.Failed(category, message));
    tally.failed(category, message);
    line(result, category.name(), Lines.oneLine(message));
  }

  private void line(Result<Void> result, String verdict, String text) {
    if (each) {
      String time = result.info() == null ? "" : Report.millis(result.handshake()) + " ";
      io.out().println(result.target() + " " + verdict + " " + time + text);
    }
  }

  private static final Duration TICK = Duration.ofMillis(100);
}
