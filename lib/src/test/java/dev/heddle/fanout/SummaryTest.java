package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void percentilesAreThoseOfTheSortedTimes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 50; round++) {
      Histogram histogram = new Histogram();
      long[] times = new long[random.nextInt(1, 2000)];
      int bits = random.nextInt(1, 62);
      for (int i = 0; i < times.length; i++) {
        times[i] = random.nextLong(1L << random.nextInt(bits + 1));
        histogram.add(Duration.ofNanos(times[i]));
      }
      Arrays.sort(times);
      Latency latency = histogram.latency();
      assertEquals(times.length, latency.count());
      assertEquals(times[times.length - 1], latency.max().toNanos());
      close(times, 0.5, latency.p50());
      close(times, 0.9, latency.p90());
      close(times, 0.99, latency.p99());
    }
  }

  private static void close(long[] sorted, double share, Duration found) {
    long exact = sorted[(int) Math.ceil(share * sorted.length) - 1];
    long most = exact + exact / 64;
    assertTrue(
        found.toNanos() >= exact && found.toNanos() <= most, found.toNanos() + " for " + exact);
  }

  @Test
  void anyDurationHasItsBucket() {
    Histogram histogram = new Histogram();
    assertNull(histogram.latency());
    histogram.add(Duration.ofNanos(Long.MAX_VALUE));
    histogram.add(Duration.ofNanos(-1));
    assertEquals(Duration.ZERO, histogram.latency().p50());
    assertEquals(Long.MAX_VALUE, histogram.latency().p99().toNanos());
  }

  @Test
  void textIsInColumns() {
    Latency latency =
        new Latency(
            93,
            Duration.ofNanos(1_234_567),
            Duration.ofMillis(20),
            Duration.ofMillis(130),
            Duration.ofSeconds(2));
    Summary summary =
        new Summary(
            90,
            3,
            Map.of(Category.CANCELLED, 2L, Category.CERTIFICATE, 4L, Category.TIMEOUT, 1L),
            Map.of(Phase.CONNECT, 3L, Phase.SERVER_AUTH, 4L),
            80,
            13,
            6,
            1,
            50,
            latency,
            null,
            Duration.ofMillis(500));
    assertEquals(
        """
        succeeded        90 of 100
        failed           8
          CERTIFICATE    4
          TIMEOUT        1
          CANCELLED      2
          job            3
        failed in phase  CONNECT 3, SERVER_AUTH 4
        handshakes       80 full, 13 resumed
        retries          6
        most at once     50
        handshake time   p50 1.2 ms, p90 20.0 ms, p99 130 ms, max 2000 ms
        rate             186.0 per second (0.50 s)
        """,
        summary.text().replace(System.lineSeparator(), "\n"));
    assertEquals(8, summary.failed());
    assertEquals(2, summary.cancelled());
    assertEquals(93, summary.connected());
  }
}
