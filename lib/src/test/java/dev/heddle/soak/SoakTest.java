package dev.heddle.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run of what {@link Soak} does for hours. */
class SoakTest {

  @Test
  void aFewSeconds() throws Exception {
    assertEquals(List.of(), Soak.run(System.out, new SoakOptions(1, 0, 12, 400, 50, 8, 50)));
  }

  @Test
  void argumentsAreChecked() {
    assertNull(SoakOptions.parse("--help"));
    assertEquals(7, SoakOptions.parse("--at-once", "2", "--seed", "7").seed());
    assertRefused("not a number from 1 to 100000000: '0'", "--seconds", "0");
    assertRefused("not a number from 0 to 100: '101'", "--faults", "101");
    assertRefused("not a number from 1 to 100: ''", "--load");
    assertRefused("unknown option --fast", "--fast", "1");
  }

  private static void assertRefused(String message, String... arguments) {
    var refused = assertThrows(IllegalArgumentException.class, () -> SoakOptions.parse(arguments));
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
