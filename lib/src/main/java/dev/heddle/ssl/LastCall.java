package dev.heddle.ssl;

import dev.heddle.loop.Outcome;

/**
 * The calling thread's last call on an {@link Ssl}: what {@link Ssl#getError} answers from. Kept by
 * thread and not by connection, so that a reader and a writer each see their own.
 */
final class LastCall extends Outcome {

  private static final ThreadLocal<LastCall> CURRENT = ThreadLocal.withInitial(LastCall::new);

  private final ErrorQueue errors = new ErrorQueue();
  private long sslId;
  private SslError error = SslError.NONE;

  static LastCall current() {
    return CURRENT.get();
  }

  ErrorQueue errors() {
    return errors;
  }

  void is(long sslId, SslError error) {
    this.sslId = sslId;
    this.error = error;
  }

  /** The error of the last call if it was made on this connection; else null. */
  SslError errorOf(long id) {
    return sslId == id ? error : null;
  }
}
