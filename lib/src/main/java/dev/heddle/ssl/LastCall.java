package dev.heddle.ssl;

import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.loop.Loop;
import dev.heddle.loop.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * The calling thread's last call on an {@link Ssl}: what {@link Ssl#getError} answers from. Kept by
 * thread and not by connection, so that a reader and a writer each see their own.
 */
final class LastCall extends Outcome {

  private static final ThreadLocal<LastCall> CURRENT = ThreadLocal.withInitial(LastCall::new);

  private final ErrorQueue errors = new ErrorQueue();
  private long sslId;
  private SslError error = SslError.NONE;
  private FailureReport report; // of the last call, if it failed

  static LastCall current() {
    return CURRENT.get();
  }

  ErrorQueue errors() {
    return errors;
  }

  void is(long sslId, SslError error) {
    report = null;
    this.sslId = sslId;
    this.error = error;
  }

  /** Turns what the loop answered, short of a failure, into what OpenSSL would. */
  int conclude(long sslId, int result) {
    return switch (result) {
      case Loop.END -> {
        is(sslId, SslError.ZERO_RETURN);
        yield 0;
      }
      case Loop.AGAIN -> {
        is(sslId, wanted());
        yield -1;
      }
      case Loop.NO_BYTES -> {
        // As libssl answers: nothing failed, nothing is wanted, and no byte has moved.
        is(sslId, SslError.SYSCALL);
        yield 0;
      }
      default -> {
        is(sslId, SslError.NONE);
        yield result;
      }
    };
  }

  /** The call has failed: its reason lands in this thread's queue. */
  int refuse(long sslId, FailureReport report) {
    Fault fault = report.fault();
    // As in libssl: what is missing is below TLS.
    boolean system = Reasons.isSystem(fault) || fault == Misuses.NO_BIO;
    ErrorEntry.Library library = system ? ErrorEntry.Library.SYS : ErrorEntry.Library.SSL;
    errors.push(new ErrorEntry(library, Reasons.of(fault), Reasons.alertOf(fault), report));
    is(sslId, system ? SslError.SYSCALL : SslError.SSL);
    this.report = report;
    return -1;
  }

  /**
   * close_notify in the handshake, met by a read or write: OpenSSL's error, and a reason for it.
   */
  int closedEarly(long sslId, FailureReport report) {
    refuse(sslId, report);
    is(sslId, SslError.ZERO_RETURN);
    this.report = report;
    return -1;
  }

  /** What the last call on this connection would have thrown. */
  IOException failure(long id, SslError explained) {
    if (sslId == id && report != null) {
      return report.toException();
    }
    if (explained.isWant()) {
      return new SocketTimeoutException("not ready in time: " + explained + ", call again");
    }
    return explained == SslError.ZERO_RETURN
        ? new EOFException("the peer has closed the connection")
        : new IOException("nothing failed: " + explained);
  }

  private SslError wanted() {
    return switch (want()) {
      case READ, NONE -> SslError.WANT_READ;
      case WRITE -> SslError.WANT_WRITE;
      case CONNECT -> SslError.WANT_CONNECT;
      case ACCEPT -> SslError.WANT_ACCEPT;
      case CLIENT_HELLO_CALLBACK -> SslError.WANT_CLIENT_HELLO_CB;
      case CERTIFICATE_CALLBACK -> SslError.WANT_X509_LOOKUP;
    };
  }

  /** The error of the last call if it was made on this connection; else null. */
  SslError errorOf(long id) {
    return sslId == id ? error : null;
  }
}
