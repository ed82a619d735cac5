package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions wait under keys that are equal only where peer, role and trust are. */
class SessionKeyTest {

  private static final byte[] TRUST = new byte[32];

  @Test
  void equalPartsGiveOneKey() {
    assertEquals(
        SessionKey.client("a.test:443", TRUST), SessionKey.client("a.test:443", TRUST.clone()));
    assertEquals(
        SessionKey.server(new byte[] {1}, TRUST), SessionKey.server(new byte[] {1}, TRUST.clone()));
  }

  @Test
  void otherPartsGiveOtherKeys() {
    byte[] otherTrust = TRUST.clone();
    otherTrust[31] = 1;
    Set<SessionKey> keys =
        Set.of(
            SessionKey.client("a", TRUST),
            SessionKey.client("a", otherTrust),
            SessionKey.client("a", new byte[0]),
            SessionKey.client("b", TRUST),
            SessionKey.client("", TRUST),
            SessionKey.client(null, TRUST),
            SessionKey.server(new byte[] {'a'}, TRUST),
            SessionKey.server(new byte[] {'a'}, otherTrust),
            SessionKey.server(new byte[] {'a', 0}, TRUST),
            SessionKey.server(new byte[0], TRUST));
    assertEquals(10, keys.size());
  }

  /** The borders of the parts count: none of the bytes of one may pass for those of another. */
  @Test
  void partsDoNotRunIntoEachOther() {
    assertEquals(
        3,
        Set.of(
                SessionKey.server(new byte[] {1, 2}, new byte[] {3}),
                SessionKey.server(new byte[] {1}, new byte[] {2, 3}),
                SessionKey.server(new byte[] {1, 2, 3}, new byte[0]))
            .size());
  }

  /** Of another process, by another program: the form must not change unseen. */
  @Test
  void keyIsTheSameInEveryProcess() {
    String key = SessionKey.client("a.test:443", TRUST).text();
    assertTrue(key.matches("[0-9a-f]{64}"), key);
    assertEquals("87f8fee5d82ccb652dcd16f351b6c1b09d149c48dcd45acdff866bdd4afa5bc3", key);
  }
}
