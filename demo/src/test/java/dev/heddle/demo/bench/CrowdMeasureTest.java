package dev.heddle.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who can hold many connections. */
class CrowdMeasureTest {

  private static final Part CLIENT = Part.of(Part.Role.CLIENT);

  private static Optional<String> unfit(Peer peer, long files) {
    return CrowdMeasure.unfit(peer, CLIENT, 10_000, files);
  }

  @Test
  void whoTakesMoreFilesThanThereAreIsAbsentAndNoFailure() {
    String few = "10000 connections take more than the 20000 files that a process may open here";
    assertEquals(Optional.empty(), unfit(Peers.OURS, 20_000));
    assertEquals(Optional.of(few), unfit(Peers.CONSCRYPT, 20_000));
    assertEquals(Optional.empty(), unfit(Peers.CONSCRYPT, 60_000));
    assertEquals(Optional.of(few.replace("20000", "10000")), unfit(Peers.OURS, 10_000));
  }

  @Test
  void whoDoesNoTlsSaysSo() {
    String why = "it does no TLS, and keeps nothing for it";
    assertEquals(Optional.of(why), unfit(Peers.PLAIN, 60_000));
    assertEquals(
        Optional.of("it does no TLS, and so no handshake"),
        new FirstHandshakeMeasure("first", "", Expected.NOTHING).absent(Peers.PLAIN));
  }
}
