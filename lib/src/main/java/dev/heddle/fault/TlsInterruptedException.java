package dev.heddle.fault;

import java.io.InterruptedIOException;

/**
 * A TLS operation whose thread was interrupted: the connection is closed, and the thread's
 * interrupt status is still set. It is the caller's own wish and no failure of the peer's.
 */
public final class TlsInterruptedException extends InterruptedIOException {
  private static final long serialVersionUID = 1L;

  private final transient FailureReport report;

  /**
   * Makes the exception for a report.
   *
   * @param report what happened; its text becomes the message
   */
  public TlsInterruptedException(FailureReport report) {
    super(report.message());
    this.report = report;
  }

  /** What happened, where and with whom; null after deserialization. */
  public FailureReport report() {
    return report;
  }
}
