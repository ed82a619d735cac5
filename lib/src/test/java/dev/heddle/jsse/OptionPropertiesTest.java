package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.ConfigException;
import dev.heddle.net.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options by system properties. */
class OptionPropertiesTest {

  private static Options read(Map<String, String> properties) {
    return OptionProperties.read(properties::get);
  }

  @Test
  void withoutThemTheDefaults() {
    Options options = read(Map.of());
    assertEquals(Duration.ofSeconds(30), options.limits().connect());
    assertEquals(Limits.FOREVER, options.limits().read());
    assertEquals(Duration.ofMinutes(1), options.limits().write());
    assertEquals(Duration.ofSeconds(1), options.limits().close());
    assertEquals(NaglePolicy.OFF_FOR_HANDSHAKE, options.nagle());
    assertNull(options.keyLog());
    assertEquals(false, options.ignoreUnexpectedEof());
    assertEquals(options, read(Map.of("dev.heddle.nagle", " ")));
  }

  @Test
  void eachIsRead(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("keys");
    Options options =
        read(
            Map.of(
                "dev.heddle.handshakeTimeout", "1",
                "dev.heddle.readTimeout", "2",
                "dev.heddle.writeTimeout", "0",
                "dev.heddle.closeTimeout", "0",
                "dev.heddle.nagle", "Leave",
                "dev.heddle.keyLogFile", log.toString(),
                "dev.heddle.ignoreUnexpectedEof", "TRUE"));
    assertEquals(Duration.ofMillis(1), options.limits().connect());
    assertEquals(Duration.ofMillis(2), options.limits().read());
    assertEquals(Limits.FOREVER, options.limits().write());
    assertEquals(Duration.ZERO, options.limits().close());
    assertEquals(NaglePolicy.LEAVE, options.nagle());
    assertNotNull(options.keyLog());
    options.keyLog().log("CLIENT_RANDOM 00 00");
    assertEquals("CLIENT_RANDOM 00 00\n", Files.readString(log));
    assertTrue(options.ignoreUnexpectedEof());
  }

  @ParameterizedTest
  @CsvSource({
    "handshakeTimeout, -1",
    "handshakeTimeout, 30s",
    "readTimeout, 9999999999999",
    "writeTimeout, soon",
    "closeTimeout, 1.5",
    "nagle, maybe",
    "keyLogFile, /nowhere/at/all",
    "ignoreUnexpectedEof, 1"
  })
  void aBadValueIsNamed(String name, String value) {
    String text =
        assertThrows(ConfigException.class, () -> read(Map.of("dev.heddle." + name, value)))
            .getMessage();
    assertTrue(text.contains("dev.heddle." + name) && text.contains("'" + value + "'"), text);
  }

  @Test
  void withersChangeOneThing() {
    Options options = read(Map.of());
    Limits short1 = Limits.defaults().withClose(Duration.ofMillis(1));
    assertEquals(short1, options.withLimits(short1).limits());
    assertEquals(NaglePolicy.OFF, options.withNagle(NaglePolicy.OFF).nagle());
    assertTrue(options.withIgnoreUnexpectedEof(true).ignoreUnexpectedEof());
    assertThrows(NullPointerException.class, () -> options.withLimits(null));
    assertThrows(NullPointerException.class, () -> options.withNagle(null));
  }
}
