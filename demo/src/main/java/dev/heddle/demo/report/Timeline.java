package dev.heddle.demo.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A run in stretches of equal length.
 *
 * @param step how long each is
 * @param underWay the most connections that had set out and not ended, in each
 * @param live the most connections that had shaken hands and not ended, in each
 * @param completed how many handshakes were done in each
 * @param failed how many connections failed in each
 */
record Timeline(Duration step, int[] underWay, int[] live, int[] completed, int[] failed) {

  /** Cuts a run that took so long into stretches of a round length. */
  static Timeline of(List<Sample> samples, Duration took) {
    long end =
        samples.stream()
            .mapToLong(sample -> sample.ended().toNanos())
            .reduce(took.toNanos(), Math::max);
    long step = Math.max(LEAST_NANOS, (long) Scale.round((double) end / MOST));
    int count = (int) (end / step) + 1;
    return new Timeline(
        Duration.ofNanos(step),
        most(samples.stream(), Sample::begun, step, count),
        most(samples.stream().filter(s -> s.connected() != null), Sample::connected, step, count),
        happened(samples.stream().map(Sample::connected), step, count),
        happened(
            samples.stream().filter(s -> s.failure() != null).map(Sample::ended), step, count));
  }

  private interface Moment {
    Duration of(Sample sample);
  }

  /** Goes through all beginnings and ends in order, and notes the most in each stretch. */
  private static int[] most(Stream<Sample> samples, Moment begin, long step, int count) {
    // An end comes before a beginning at the same time: the last bit tells them apart.
    long[] moments =
        samples
            .flatMapToLong(
                sample ->
                    LongStream.of(
                        begin.of(sample).toNanos() << 1 | 1,
                        // What came and went at once was there all the same.
                        Math.max(sample.ended().toNanos(), begin.of(sample).toNanos() + 1) << 1))
            .sorted()
            .toArray();
    int[] most = new int[count];
    int now = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      most[i] = now;
      while (next < moments.length && ((moments[next] >> 1) / step == i || i == count - 1)) {
        now += (moments[next++] & 1) == 1 ? 1 : -1;
        most[i] = Math.max(most[i], now);
      }
    }
    return most;
  }

  private static int[] happened(Stream<Duration> moments, long step, int count) {
    int[] counts = new int[count];
    moments
        .filter(Objects::nonNull)
        .forEach(moment -> counts[(int) Math.min(moment.toNanos() / step, count - 1)]++);
    return counts;
  }

  /** As many in a second as those counts mean. */
  double[] perSecond(int... counts) {
    return Arrays.stream(counts).mapToDouble(count -> count * 1e9 / step.toNanos()).toArray();
  }

  /** When the last stretch ends, in seconds. */
  double seconds() {
    return step.toNanos() * (double) live.length / 1e9;
  }

  private static final int MOST = 80;
  private static final long LEAST_NANOS = 1_000_000;
}
