package dev.heddle.fault;

import java.io.IOException;
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
 */
public record FailureReport(Fault fault, Phase phase, String peer, long sent, long received) {

  /** Checks that fault and phase are given. */
  public FailureReport {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(phase, "phase");
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
      default -> null;
    };
  }

  /** This report as the exception a Java caller gets: a timeout has its own type. */
  public IOException toException() {
    return fault instanceof Fault.TimedOut ? new TlsTimeoutException(this) : new TlsException(this);
  }
}
