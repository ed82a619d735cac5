package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One configuration for many hosts: what is kept, and what must not be mixed up. */
class HostConfigsTest {

  private final TlsConfig config = TlsConfig.builder().trust(Trust.none()).build();

  @Test
  void isWhatTheBuilderMakes() {
    TlsConfig kept = config.withHostName("A.test.");
    TlsConfig built = config.toBuilder().hostName("a.test").build();
    assertEquals(HostName.of("a.test"), kept.hostName().orElseThrow());
    assertEquals(Optional.of("a.test"), kept.serverName());
    assertEquals(built.toString(), kept.toString());
    assertEquals(built.versions(), kept.versions());
    assertEquals(built.cipherSuites(), kept.cipherSuites());
    assertArrayEquals(built.trustDigest(true), kept.trustDigest(true));
    assertEquals(Optional.empty(), config.hostName());
  }

  @Test
  void theSameNameGivesTheSameObject() {
    TlsConfig a = config.withHostName("a.test");
    assertSame(a, config.withHostName("a.test"));
    assertNotSame(a, config.withHostName("b.test"));
    assertFalse(
        Arrays.equals(a.trustDigest(true), config.withHostName("b.test").trustDigest(true)));
  }

  @Test
  void anotherConfigurationHasItsOwn() {
    TlsConfig weak = config.withHostName("a.test");
    TlsConfig strict = config.toBuilder().strictPaths(true).build();
    assertTrue(strict.withHostName("a.test").strictPaths());
    assertTrue(weak.toBuilder().strictPaths(true).build().withHostName("a.test").strictPaths());
    Sessions sessions = Sessions.none();
    assertSame(sessions, config.withSessions(sessions).withHostName("a.test").sessions());
    assertSame(sessions, weak.withSessions(sessions).withHostName("a.test").sessions());
    assertSame(config.sessions(), config.withHostName("a.test").sessions());
  }

  @Test
  void aNameOnTopOfANameMakesNoChain() {
    TlsConfig a = config.withHostName("a.test");
    assertSame(config.withHostName("b.test"), a.withHostName("b.test"));
    assertSame(a, a.withHostName("b.test").withHostName("a.test"));
  }

  @Test
  void whatIsNoNameIsRefusedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThrows(ConfigException.class, () -> config.withHostName("a b"));
    }
    assertThrows(NullPointerException.class, () -> config.withHostName(null));
  }

  @Test
  void keepsNoMoreThanItSays() {
    HostConfigs kept = new HostConfigs();
    for (int i = 0; i < 3 * HostConfigs.MOST; i++) {
      assertSame(config, kept.get(i + ".test", any -> config));
      assertTrue(kept.size() <= HostConfigs.MOST);
    }
    HostConfigs none = new HostConfigs();
    String zone = "fe80::1%" + "z".repeat(300);
    assertSame(config, none.get(zone, any -> config));
    assertEquals(0, none.size());
  }

  @Test
  void otherSessionsChangeNoTrust() {
    TlsConfig a = config.withHostName("a.test");
    TlsConfig none = a.withSessions(Sessions.none());
    assertArrayEquals(a.trustDigest(true), none.trustDigest(true));
    assertArrayEquals(a.trustDigest(false), none.trustDigest(false));
    assertEquals(a.hostName(), none.hostName());
    assertEquals(a.versions(), none.versions());
    assertEquals(a.cipherSuites(), none.cipherSuites());
  }
}
