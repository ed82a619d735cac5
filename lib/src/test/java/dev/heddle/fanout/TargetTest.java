package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "example.com:443, example.com, 443",
    "192.0.2.7:1, 192.0.2.7, 1",
    "[2001:db8::7]:65535, 2001:db8::7, 65535"
  })
  void readsHostAndPort(String text, String host, int port) {
    Target target = Target.parse(text);
    assertEquals(new Target(host, port), target);
    assertEquals(text, target.toString());
    assertEquals(target, Target.parse(text, 7));
  }

  @ParameterizedTest
  @CsvSource({"example.com, example.com", "192.0.2.7, 192.0.2.7", "[2001:db8::7], 2001:db8::7"})
  void portMayBeLeftOutWhereThereIsADefault(String text, String host) {
    assertEquals(new Target(host, 443), Target.parse(text, 443));
    assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":443",
        "example.com:",
        "example.com:https",
        "example.com:0",
        "example.com:65536",
        "example.com:999999999999",
        "example.com:-1",
        "2001:db8::7:443",
        "2001:db8::7",
        "[2001:db8::7:443",
        "2001:db8::7]:443",
        "[example.com]:443",
        "[]:443",
        "exa mple.com:443",
        "example..com:443",
        "https://example.com",
        "256.1.1.1:443"
      })
  void refusesWhatIsNoTarget(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Target.parse(text, 443)).getMessage();
    assertTrue(message.startsWith("\"" + text + "\": "), message);
  }

  @Test
  void tellsAUrl() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Target.parse("https://a.example:443"))
            .getMessage();
    assertTrue(message.endsWith("this is a URL; say HOST:PORT"), message);
  }

  @Test
  void leavesTerminalAndLogAlone() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Target.parse("a\u001b[31m\u009b:1"))
            .getMessage();
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
  }

  @Test
  void checksWhatItIsMadeOf() {
    assertThrows(IllegalArgumentException.class, () -> new Target("a b", 1));
    assertThrows(IllegalArgumentException.class, () -> new Target("a.example", 0));
    assertThrows(IllegalArgumentException.class, () -> new Target("a.example", 65536));
  }
}
