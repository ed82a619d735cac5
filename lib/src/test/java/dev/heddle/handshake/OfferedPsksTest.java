package dev.heddle.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class OfferedPsksTest {

  /** Identities of one to three bytes, aged 01020304, with binders of 32 bytes. */
  private static byte[] body(String... identities) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    ByteArrayOutputStream binders = new ByteArrayOutputStream();
    for (String each : identities) {
      byte[] identity = HexFormat.of().parseHex(each);
      list.writeBytes(new byte[] {0, (byte) identity.length});
      list.writeBytes(identity);
      list.writeBytes(new byte[] {1, 2, 3, 4});
      binders.write(32);
      binders.writeBytes(new byte[32]);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {0, (byte) list.size()});
    body.writeBytes(list.toByteArray());
    body.writeBytes(new byte[] {0, (byte) binders.size()});
    body.writeBytes(binders.toByteArray());
    return body.toByteArray();
  }

  private static OfferedPsks read(String... identities) throws BrokenRuleException {
    return OfferedPsks.read(new Octets(body(identities)), "test");
  }

  @Test
  void identitiesAreInTheClientsOrder() throws Exception {
    OfferedPsks offered = read("aa", "bbbb", "cccccc");
    assertEquals(3, offered.identities(4).size());
    assertEquals(2, offered.identities(2).size());
    assertArrayEquals(new byte[] {(byte) 0xbb, (byte) 0xbb}, offered.identities(2).get(1));
  }

  @Test
  void identityIsFoundAsAWhole() throws Exception {
    OfferedPsks offered = read("aa", "bbbb");
    assertTrue(offered.has(new byte[] {(byte) 0xbb, (byte) 0xbb}));
    assertFalse(offered.has(new byte[] {(byte) 0xbb}));
    assertFalse(offered.has(new byte[] {1}));
  }

  @Test
  void secondHelloMayDropIdentitiesAndNoMore() throws Exception {
    OfferedPsks first = read("aa", "bbbb", "cc");
    assertTrue(first.isPartOf(first));
    assertTrue(read("bbbb").isPartOf(first));
    assertTrue(read("aa", "cc").isPartOf(first));
    assertFalse(read("cc", "aa").isPartOf(first));
    assertFalse(read("aa", "aa").isPartOf(first));
    assertFalse(read("aa", "dd").isPartOf(first));
  }

  @Test
  void agesBecomeZeroAndNothingElseChanges() {
    byte[] body = body("0102", "0304");
    byte[] changed = OfferedPsks.withoutAges(body);
    assertArrayEquals(HexFormat.of().parseHex("01020304"), part(body, 6));
    assertArrayEquals(new byte[4], part(changed, 6));
    assertArrayEquals(new byte[4], part(changed, 14));
    System.arraycopy(body, 6, changed, 6, 4);
    System.arraycopy(body, 14, changed, 14, 4);
    assertArrayEquals(body, changed);
  }

  private static byte[] part(byte[] bytes, int off) {
    return Arrays.copyOfRange(bytes, off, off + 4);
  }
}
