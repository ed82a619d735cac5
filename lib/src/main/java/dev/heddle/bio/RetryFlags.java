package dev.heddle.bio;

import dev.heddle.bio.Bio.Retry;

/**
 * The retry flags of one transport. The reader writes {@code read}, the writer {@code write}, and
 * whoever came last {@code last}, so that one of each may run at once.
 */
final class RetryFlags {
  private volatile Retry read = Retry.NONE;
  private volatile Retry write = Retry.NONE;
  private volatile Retry last = Retry.NONE;

  /** Notes a read that is done or failed, and hands its result through. */
  int read(int n) {
    return read(n, Retry.NONE);
  }

  int read(int n, Retry reason) {
    read = reason;
    last = reason;
    return n;
  }

  /** Notes a write that is done or failed, and hands its result through. */
  int write(int n) {
    return write(n, Retry.NONE);
  }

  int write(int n, Retry reason) {
    write = reason;
    last = reason;
    return n;
  }

  /** Notes a call that was neither, such as a connect. */
  int special(int n, Retry reason) {
    last = reason;
    return n;
  }

  Retry read() {
    return read;
  }

  Retry write() {
    return write;
  }

  Retry last() {
    return last;
  }
}
