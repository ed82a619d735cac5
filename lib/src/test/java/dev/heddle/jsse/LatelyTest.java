package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** What was asked for lately stays, and the rest goes. */
class LatelyTest {

  @Test
  void theFirstValueStays() {
    Lately<String, String> lately = new Lately<>(4);
    assertEquals("one", lately.put("a", "one"));
    assertEquals("one", lately.put("a", "two"));
    assertEquals("one", lately.get("a"));
    assertNull(lately.get("b"));
  }

  @Test
  void whatIsAskedForOutlivesWhatIsNot() {
    Lately<Integer, Integer> lately = new Lately<>(4);
    lately.put(0, 0);
    lately.put(1, 1);
    for (int i = 2; i < 100; i++) {
      lately.put(i, i);
      assertEquals(0, lately.get(0), "asked for all the time");
    }
    assertNull(lately.get(1));
    int kept = 0;
    for (int i = 0; i < 100; i++) {
      kept += lately.get(i) == null ? 0 : 1;
    }
    assertEquals(true, kept <= 9, () -> "two generations of four, and one");
  }
}
