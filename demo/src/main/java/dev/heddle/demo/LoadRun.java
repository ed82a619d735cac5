package dev.heddle.demo;

import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Target;
import java.time.Duration;
import java.util.Collection;

/** A run of many connections: watches it, lets it be cancelled, prints the table. */
final class LoadRun {

  private final Io io;
  private final FanOut fan;
  private final Tally tally;
  private final EchoServer server;
  private final Round round;

  /**
   * A run that is still to begin.
   *
   * @param server null if the servers are elsewhere
   * @param round after the last of which the server is closed
   */
  LoadRun(Io io, FanOut fan, Tally tally, EchoServer server, Round round) {
    this.io = io;
    this.fan = fan;
    this.tally = tally;
    this.server = server;
    this.round = round;
  }

  /** Runs to the end, or until it is cancelled, and prints the table. */
  Report run(Collection<Target> targets) throws InterruptedException {
    // First, because the JVM's recorder cannot start when the JVM is about to end.
    Pinning pinning = Pinning.watch();
    try (CtrlC ctrlC = new CtrlC(fan::cancel)) {
      long begun;
      long cpuBefore;
      long cpuAfter;
      try (pinning) {
        begun = System.nanoTime();
        cpuBefore = Machine.cpuNanos();
        try (fan) {
          fan.start(targets);
          watch();
        }
        cpuAfter = server == null ? Machine.cpuNanos() : fan.cpuAtMeeting();
        if (server != null && round != Round.FULL) {
          server.close();
        }
      }
      Report report =
          new Report(
              round,
              fan.count(),
              tally,
              server == null ? null : server.tally(),
              begun,
              cpuBefore < 0 ? -1 : cpuAfter - cpuBefore,
              pinning,
              ctrlC.pressed());
      io.out().println();
      report.print(io.out());
      io.out().flush();
      return report;
    }
  }

  private void watch() throws InterruptedException {
    Progress progress = new Progress(io, tally, fan.count(), server != null);
    boolean over;
    do {
      over = fan.await(TICK);
      for (String line = fan.line(); line != null; line = fan.line()) {
        io.out().println(line);
      }
      if (!over) {
        progress.show();
      }
    } while (!over);
    progress.end();
  }

  private static final Duration TICK = Duration.ofMillis(100);
}
