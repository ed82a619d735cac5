package dev.heddle.fault;

import java.net.SocketTimeoutException;

/** A TLS operation that ran out of a limit set by the caller. */
public final class TlsTimeoutException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  private final transient FailureReport report;

  /**
   * Makes the exception for a report.
   *
   * @param report what happened; its text becomes the message
   */
  public TlsTimeoutException(FailureReport report) {
    super(report.message());
    initCause(report.cause());
    this.report = report;
  }

  /** What happened, where and with whom; null after deserialization. */
  public FailureReport report() {
    return report;
  }

  /** Shorthand for {@code report().fault()}; null after deserialization. */
  public Fault fault() {
    return report == null ? null : report.fault();
  }
}
