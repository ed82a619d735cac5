package dev.heddle.fanout;

import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.net.ConnectionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** From what was thrown to what is reported. */
final class Failures {

  /** Why there was no connection. */
  static FailureReport connecting(Target target, Exception thrown) {
    FailureReport report = report(thrown);
    if (report != null) {
      return report;
    }
    Fault fault =
        thrown instanceof IOException failed
            ? new Fault.Transport(failed)
            : new Fault.Internal("connecting", thrown);
    Phase phase = thrown instanceof UnknownHostException ? Phase.RESOLVE : Phase.CONNECT;
    return new FailureReport(fault, phase, target.toString(), 0, 0);
  }

  /** What the job has thrown as the failure of its connection; null if it is none. */
  static FailureReport ofConnection(ConnectionInfo info, Exception thrown) {
    Throwable plain = thrown instanceof UncheckedIOException wrapped ? wrapped.getCause() : thrown;
    FailureReport report = report(plain);
    return report != null && Objects.equals(report.peer(), info.peer()) ? report : null;
  }

  /** A connection that was ended from outside while the job was at work. */
  static FailureReport ended(ConnectionInfo info, Map<Phase, Duration> times, Fault why) {
    return new FailureReport(why, Phase.DATA, info.peer(), info.sent(), info.received(), times);
  }

  /** The circumstances as they are, and another reason. */
  static FailureReport because(Fault why, FailureReport report) {
    return new FailureReport(
        why, report.phase(), report.peer(), report.sent(), report.received(), report.times());
  }

  /** A target whose turn never came. */
  static FailureReport notBegun(Target target, Fault why) {
    return new FailureReport(why, Phase.RESOLVE, target.toString(), 0, 0);
  }

  private static FailureReport report(Throwable thrown) {
    return switch (thrown) {
      case TlsException e -> e.report();
      case TlsTimeoutException e -> e.report();
      case TlsInterruptedException e -> e.report();
      default -> null;
    };
  }

  private Failures() {}
}
