package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Alert;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void worthwhileIsWhatMayHavePassed() {
    List<Fault> passing =
        List.of(
            new Fault.Transport(new IOException()),
            new Fault.TimedOut(null, 1),
            new Fault.Truncated("ServerHello", false));
    List<Fault> lasting =
        List.of(
            new Fault.PeerAlert(40, null),
            new Fault.PeerBrokeRules(Alert.DECODE_ERROR, "x"),
            new Fault.PeerIncompatible(Alert.HANDSHAKE_FAILURE, "x"),
            new Fault.NotTls(null, "x"),
            new Fault.BadCertificate(Alert.BAD_CERTIFICATE, 0, 0, "x"),
            Fault.Cancelled.INTERRUPTED,
            new Fault.Misuse("x", null),
            new Fault.Internal("x", null));
    for (Phase phase : Phase.values()) {
      boolean connecting = phase != Phase.DATA && phase != Phase.SHUTDOWN;
      passing.forEach(
          fault -> assertEquals(connecting, Retry.isWorthwhile(report(fault, phase)), phase + ""));
      lasting.forEach(fault -> assertFalse(Retry.isWorthwhile(report(fault, phase)), fault + ""));
    }
  }

  private static FailureReport report(Fault fault, Phase phase) {
    return new FailureReport(fault, phase, null, 0, 0);
  }

  @Test
  void pauseIsAnythingUpToACeilingThatGrows() {
    Retry retry = new Retry(100, SECOND, Duration.ofSeconds(30));
    SplittableRandom random = new SplittableRandom(1);
    for (int number : new int[] {1, 2, 3, 5, 6, 64, 100}) {
      long ceiling = number < 6 ? 1L << number - 1 : 30;
      List<Duration> pauses =
          IntStream.range(0, 200).mapToObj(i -> retry.pause(number, random)).toList();
      Duration longest = pauses.stream().max(Duration::compareTo).orElseThrow();
      Duration shortest = pauses.stream().min(Duration::compareTo).orElseThrow();
      assertTrue(longest.compareTo(Duration.ofSeconds(ceiling)) <= 0, number + ": " + longest);
      assertTrue(longest.toMillis() > ceiling * 900, number + ": " + longest);
      assertTrue(shortest.toMillis() < ceiling * 100, number + ": " + shortest);
    }
  }

  @Test
  void sameSeedSamePauses() {
    assertEquals(
        Retry.defaults().pause(2, new SplittableRandom(5)),
        Retry.defaults().pause(2, new SplittableRandom(5)));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    Retry retry = Retry.defaults();
    assertThrows(IllegalArgumentException.class, () -> retry.withRetries(-1));
    assertThrows(IllegalArgumentException.class, () -> retry.withRetries(101));
    assertThrows(IllegalArgumentException.class, () -> retry.withFirst(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> retry.withLongest(Duration.ofMillis(1)));
    assertThrows(IllegalArgumentException.class, () -> retry.withLongest(Duration.ofDays(2)));
    assertEquals(0, Retry.none().retries());
    assertEquals(SECOND, retry.withFirst(SECOND).first());
  }
}
