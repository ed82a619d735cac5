package dev.heddle.fault;

import javax.net.ssl.SSLException;

/** A failed TLS operation: {@link #report()} carries all that is known of it as data. */
public final class TlsException extends SSLException {
  private static final long serialVersionUID = 1L;

  private final transient FailureReport report;

  /**
   * Makes the exception for a report.
   *
   * @param report what happened; its text becomes the message
   */
  public TlsException(FailureReport report) {
    super(report.message(), report.cause());
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
