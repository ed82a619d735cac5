package dev.heddle.demo.common;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.Watchdog;
import dev.heddle.fault.Category;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.ssl.ErrorEntry;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Why a connection came to nothing: whose fault it was, and the library's text for it. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  /** A call on a connection, with a result as OpenSSL's calls have it. */
  @FunctionalInterface
  public interface Call {
    int make() throws Failure;
  }

  private final Category category;
  private final transient FailureReport report;

  private Failure(Category category, String message) {
    this(category, message, null);
  }

  private Failure(FailureReport report) {
    this(report.fault().category(), report.message(), report);
  }

  private Failure(Category category, String message, FailureReport report) {
    super(message, null, false, false);
    this.category = category;
    this.report = report;
  }

  /** Fault, phase and byte counts; null if only the message is known. */
  public FailureReport report() {
    return report;
  }

  public Category category() {
    return category;
  }

  /** The failure of finding or reaching a peer. */
  public static Failure of(IOException cause, Phase phase, String peer, Duration limit) {
    Fault fault =
        cause instanceof SocketTimeoutException
            ? new Fault.TimedOut(null, limit.toMillis())
            // What ConnectBio wraps says once more to whom, which the report has said already.
            : new Fault.Transport(cause.getCause() instanceof IOException why ? why : cause);
    return new Failure(new FailureReport(fault, phase, peer, 0, 0));
  }

  /** A failure that the library has a report of. */
  public static Failure of(FailureReport report) {
    return new Failure(report);
  }

  public static Failure interrupted(Phase phase, String peer) {
    return new Failure(new FailureReport(Fault.Cancelled.INTERRUPTED, phase, peer, 0, 0));
  }

  /** The failure that this thread's last call on the connection has met. */
  public static Failure of(Ssl ssl, int result, String what) {
    ErrorEntry newest = ssl.errors().peekLastError();
    ssl.errors().clearError();
    if (ssl.getError(result) == SslError.ZERO_RETURN) {
      return new Failure(
          Category.PEER_ALERT, what + " with " + peer(ssl) + ": the peer said close_notify");
    }
    return newest == null
        ? new Failure(Category.INTERNAL, what + " failed without a reason")
        : new Failure(newest.report());
  }

  /**
   * Makes a call that ends at the limit at the latest: the connection is closed under it.
   *
   * @return the call's result, above 0
   * @throws Failure if it is not
   */
  public static int limited(Ssl ssl, Duration limit, String what, Call call) throws Failure {
    Watchdog.Alarm alarm = Watchdog.shared().at(Deadline.in(limit), ssl::close);
    int result;
    try {
      result = call.make();
    } finally {
      alarm.cancel();
    }
    if (alarm.fired()) {
      throw timedOut(ssl, limit, what);
    }
    if (result <= 0) {
      throw of(ssl, result, what);
    }
    return result;
  }

  private static Failure timedOut(Ssl ssl, Duration limit, String what) {
    Fault fault = new Fault.TimedOut(null, limit.toMillis());
    ErrorEntry newest = ssl.errors().peekLastError();
    ssl.errors().clearError();
    if (newest == null) {
      return new Failure(Category.TIMEOUT, what + " with " + peer(ssl) + ": timed out");
    }
    FailureReport known = newest.report();
    return new Failure(
        new FailureReport(fault, known.phase(), known.peer(), known.sent(), known.received()));
  }

  private static String peer(Ssl ssl) {
    return ssl.getWbio().peer();
  }
}
