package dev.heddle.fanout;

/**
 * A target that is still to be tried, or tried again.
 *
 * @param target whom to connect to
 * @param attempts how many attempts there were
 * @param begun when the first began, in nanoseconds of the run's clock; without meaning before
 * @param last what came of the last; null before the first
 */
record Pending<R>(Target target, int attempts, long begun, Result<R> last) {

  static <R> Pending<R> first(Target target) {
    return new Pending<>(target, 0, 0, null);
  }

  /** Host names are the same in upper and lower case (RFC 4343). */
  String host() {
    return target.host().toLowerCase(java.util.Locale.ROOT);
  }
}
