package dev.heddle.fanout;

import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Phase;
import dev.heddle.net.ConnectionInfo;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What came of one target. It has succeeded, or its connection has failed, or the job with it has:
 * at most one of {@link #failure} and {@link #jobFailure} is given.
 *
 * @param <R> what the job returns
 * @param target whom this is about
 * @param value what the job has returned, which may be null; null if anything failed
 * @param failure why there was no connection, or why it broke under the job; null otherwise
 * @param jobFailure what the job has thrown that is no failure of its connection; null otherwise
 * @param info what is known of the connection when the job was over; null if the handshake was
 *     never done
 * @param attempts how many times it was tried to connect; 0 if the run ended before the first
 * @param total how long all of it took, from the first attempt until the job was over or the last
 *     attempt had failed, with the pauses between them
 * @param times how long each phase of the last attempt took, the job under {@link Phase#DATA}; in
 *     order, unmodifiable, empty where nobody has measured
 */
public record Result<R>(
    Target target,
    R value,
    FailureReport failure,
    Exception jobFailure,
    ConnectionInfo info,
    int attempts,
    Duration total,
    Map<Phase, Duration> times) {

  /**
   * Checks what must be there.
   *
   * @throws IllegalArgumentException if both failures are given
   */
  public Result {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(total, "total");
    if (failure != null && jobFailure != null) {
      throw new IllegalArgumentException("either the connection has failed or the job");
    }
    Map<Phase, Duration> copy = new EnumMap<>(Phase.class);
    copy.putAll(times);
    times = Collections.unmodifiableMap(copy);
  }

  /** Whether the job has returned, so that {@link #value} is its. */
  public boolean succeeded() {
    return failure == null && jobFailure == null;
  }

  /** How long the handshake of the last attempt took; null if nobody has measured. */
  public Duration handshake() {
    return times.entrySet().stream()
        .filter(each -> each.getKey().isHandshake())
        .map(Map.Entry::getValue)
        .reduce(Duration::plus)
        .orElse(null);
  }
}
