package dev.heddle.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The one table of failure texts: a fault's clause, then the circumstances in brackets. */
final class Messages {

  static String text(FailureReport report) {
    StringBuilder text = new StringBuilder(160);
    text.append(report.phase().noun());
    if (report.peer() != null) {
      text.append(preposition(report.phase())).append(report.peer());
    }
    text.append(": ").append(clause(report.fault(), report));
    text.append(" (");
    if (report.fault() instanceof Fault.TimedOut && !report.times().isEmpty()) {
      text.append(times(report.times())).append("; ");
    }
    return text.append("sent ")
        .append(bytes(report.sent()))
        .append(", received ")
        .append(report.received())
        .append(')')
        .toString();
  }

  private static String preposition(Phase phase) {
    return switch (phase) {
      case RESOLVE -> " of ";
      case CONNECT -> " to ";
      default -> " with ";
    };
  }

  private static String clause(Fault fault, FailureReport report) {
    return switch (fault) {
      case Fault.PeerAlert f -> refused(f);
      case Fault.PeerBrokeRules f ->
          "the peer broke the protocol: " + f.detail() + answered(f.answer());
      case Fault.Refused f -> f.detail();
      case Fault.PeerIncompatible f -> f.detail() + answered(f.answer());
      case Fault.NotTls f -> notTls(f);
      case Fault.Truncated f -> truncated(f, report);
      case Fault.BadCertificate f -> "certificate refused: " + f.detail() + answered(f.answer());
      case Fault.Transport f ->
          (report.phase() == Phase.RESOLVE ? "" : "the transport failed: ") + transport(f.cause());
      case Fault.TimedOut f -> timedOut(f);
      case Fault.Cancelled f -> f.how();
      case Fault.Misuse f -> f.advice() == null ? f.reason() : f.reason() + ": " + f.advice();
      case Fault.Internal f -> "internal error: " + f.detail();
    };
  }

  private static String refused(Fault.PeerAlert fault) {
    String alert = "the peer refused with the fatal alert " + Alert.text(fault.code());
    return fault.detail() == null ? alert : alert + ": " + fault.detail();
  }

  private static String answered(Alert alert) {
    if (alert == null) {
      return "";
    }
    return "; answered " + Alert.text(alert.code());
  }

  private static String notTls(Fault.NotTls fault) {
    return fault.looksLike() == null
        ? "the peer does not speak TLS; it began with " + fault.firstBytes()
        : "the peer answered in " + fault.looksLike() + "; it began with " + fault.firstBytes();
  }

  private static String truncated(Fault.Truncated fault, FailureReport report) {
    if (fault.waitingFor() == null) {
      return "the stream was cut off"
          + (fault.midRecord() ? " inside a record" : "")
          + ": the peer closed it without close_notify";
    }
    return "closed by the peer "
        + (fault.midRecord() ? "inside a record, " : "")
        + "before "
        + fault.waitingFor();
  }

  private static String transport(IOException cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  private static String timedOut(Fault.TimedOut fault) {
    String limit = "timed out after " + fault.limitMillis() + " ms";
    return fault.waitingFor() == null ? limit : limit + ", waiting for " + fault.waitingFor();
  }

  /** Where the time went, the phases of one name together. */
  private static String times(Map<Phase, Duration> times) {
    Map<String, Duration> sums = new LinkedHashMap<>();
    times.forEach((phase, time) -> sums.merge(phase.noun(), time, Duration::plus));
    return sums.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue().toMillis() + " ms")
        .collect(Collectors.joining(", "));
  }

  private static String bytes(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  private Messages() {}
}
