package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was recorded goes on to its end: otherwise a fuzzer would get no further than a hello. */
class ReplayTest {

  private static final String STALE =
      "our end does not say what it said when this was recorded; if that is meant to be, make the"
          + " recordings anew: lib/src/test/fuzz/run --make-corpus client-records server-records";

  @ParameterizedTest
  @EnumSource
  void recordedPeersFinishAndSendTheirData(Scenario scenario) {
    Target target = scenario.client ? Target.CLIENT_RECORDS : Target.SERVER_RECORDS;
    List<Replay.Result> results = RecordsTarget.honest(target, scenario);
    assertFalse(results.isEmpty(), STALE);
    for (Replay.Result result : results) {
      assertNull(result.fault(), STALE);
      assertTrue(result.done(), STALE);
      String data = new String(result.plain(), StandardCharsets.US_ASCII);
      assertEquals("pong pong\n", data.substring(Math.max(0, data.length() - 10)));
    }
  }
}
