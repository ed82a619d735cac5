package dev.heddle.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A fault with its circumstances: safe to log, made once.
 *
 * @param fault what went wrong
 * @param phase how far the connection had come
 * @param peer the peer's address as text, for example {@code db.example/192.0.2.7:5432}; null if
 *     the transport has none (memory, a pair)
 * @param sent bytes handed to the transport so far
 * @param received bytes taken from the transport so far
 * @param times how long each phase took, the last one up to now; in order, unmodifiable, and empty
 *     where nobody has measured
 */
public record FailureReport(
    Fault fault, Phase phase, String peer, long sent, long received, Map<Phase, Duration> times) {

  /** Checks that fault, phase and times are given. */
  public FailureReport {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(phase, "phase");
    times = inOrder(times);
  }

  /** A report without times. */
  public FailureReport(Fault fault, Phase phase, String peer, long sent, long received) {
    this(fault, phase, peer, sent, received, Map.of());
  }

  private static Map<Phase, Duration> inOrder(Map<Phase, Duration> times) {
    Map<Phase, Duration> copy = new EnumMap<>(Phase.class);
    copy.putAll(times);
    return Collections.unmodifiableMap(copy);
  }

  /** The same with these {@link #times}. */
  public FailureReport withTimes(Map<Phase, Duration> measured) {
    return new FailureReport(fault, phase, peer, sent, received, measured);
  }

  /** The same with this {@link #peer}. */
  public FailureReport withPeer(String other) {
    return new FailureReport(fault, phase, other, sent, received, times);
  }

  /** The text for people: what happened, in which phase, with whom, what was sent and received. */
  public String message() {
    return Messages.text(this);
  }

  /** The throwable underneath, if there is one; otherwise null. */
  public Throwable cause() {
    return switch (fault) {
      case Fault.Transport t -> t.cause();
      case Fault.Internal i -> i.cause();
      case Fault.BadCertificate b -> b.cause();
      default -> null;
    };
  }

  /**
   * This report as the exception a Java caller gets: time and interrupt have types of their own.
   */
  public IOException toException() {
    return switch (fault) {
      case Fault.TimedOut t -> new TlsTimeoutException(this);
      case Fault.Cancelled c when c.equals(Fault.Cancelled.INTERRUPTED) ->
          new TlsInterruptedException(this);
      default -> new TlsException(this);
    };
  }
}
