package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A short run of what {@link EngineMachine} does for hours. */
class EngineMachineTest {

  private static final int SEEDS = 25;
  private static final int MOST_SECONDS = 55; // far more than it takes

  @ParameterizedTest
  @CsvSource({"HEDDLE, SUNJSSE", "SUNJSSE, HEDDLE", "HEDDLE, HEDDLE"})
  void keepsItsPromises(Face client, Face server) {
    MachineTally tally =
        EngineMachine.run(System.out, new MachineOptions(1, MOST_SECONDS, SEEDS, client, server));
    assertTrue(tally.complete() > 3, tally::toString);
    assertTrue(tally.failed() > 0, tally::toString);
  }

  @Test
  void argumentsAreChecked() {
    assertNull(MachineOptions.parse("--help"));
    MachineOptions read = MachineOptions.parse("--client", "sunjsse", "--seed", "7");
    assertEquals(Face.SUNJSSE, read.client());
    assertEquals(7, read.seed());
    assertRefused("not a number from 1 to 10000000: '0'", "--seconds", "0");
    assertRefused("not a number from 0 to 1000000000: ''", "--runs");
    assertRefused("--server: not HEDDLE or SUNJSSE: 'x'", "--server", "x");
    assertRefused("unknown option --fast", "--fast", "1");
  }

  private static void assertRefused(String message, String... arguments) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> MachineOptions.parse(arguments));
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
