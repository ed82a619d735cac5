package dev.heddle.ssl;

import java.util.ArrayDeque;

/**
 * The calling thread's queue of errors (ERR_get_error(3)). Entries land on the thread that made the
 * call, whichever thread did the work. As in OpenSSL a call does not empty the queue before it
 * begins, and the oldest entries go when more than {@value #CAPACITY} gather.
 */
public final class ErrorQueue {

  private final ArrayDeque<ErrorEntry> entries = new ArrayDeque<>(2);

  /** The calling thread's queue; never null. */
  public static ErrorQueue current() {
    return LastCall.current().errors();
  }

  ErrorQueue() {}

  /** Takes the oldest entry out (ERR_get_error); null if there is none. */
  public ErrorEntry getError() {
    return entries.pollFirst();
  }

  /** The oldest entry, left where it is (ERR_peek_error); null if there is none. */
  public ErrorEntry peekError() {
    return entries.peekFirst();
  }

  /** The newest entry, left where it is (ERR_peek_last_error); null if there is none. */
  public ErrorEntry peekLastError() {
    return entries.peekLast();
  }

  /** Empties the queue (ERR_clear_error). */
  public void clearError() {
    entries.clear();
  }

  void push(ErrorEntry entry) {
    if (entries.size() == CAPACITY) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** As OpenSSL's ERR_NUM_ERRORS. */
  static final int CAPACITY = 16;
}
