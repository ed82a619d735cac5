package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.security.MessageDigest;
import java.security.Security;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied knows nothing of what was done to another copy. */
class HashesTest {

  private static final byte[] TEXT = "the quick brown fox".getBytes();

  private final Hashes hashes =
      new Hashes(Security.getProvider("SUN"), Security.getProvider("SunJCE"));

  @ParameterizedTest
  @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-384", "SHA-512"})
  void eachHashIsAFreshOne(String name) throws Exception {
    byte[] expected = MessageDigest.getInstance(name).digest(TEXT);
    MessageDigest first = hashes.digest(name);
    first.update((byte) 7);
    MessageDigest second = hashes.digest(name);
    assertNotSame(first, second);
    assertEquals("SUN", second.getProvider().getName());
    assertArrayEquals(expected, second.digest(TEXT));
    first.digest();
    assertArrayEquals(expected, hashes.digest(name).digest(TEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HmacSHA1", "HmacSHA256", "HmacSHA384"})
  void eachMacHasAKeyOfItsOwn(String name) throws Exception {
    var key = new SecretKeySpec(new byte[] {1, 2, 3}, name);
    Mac looked = Mac.getInstance(name);
    looked.init(key);
    Mac first = hashes.mac(name);
    first.init(key);
    Mac second = hashes.mac(name);
    second.init(new SecretKeySpec(new byte[] {4}, name));
    second.update(TEXT);
    first.update(TEXT);
    assertEquals("SunJCE", first.getProvider().getName());
    assertArrayEquals(looked.doFinal(TEXT), first.doFinal());
  }

  @Test
  void othersAreForTheOrdinaryLookUp() throws Exception {
    assertNull(hashes.digest("MD5"));
    assertNull(hashes.mac("HmacMD5"));
    assertEquals("MD5", new JdkFirst().createMessageDigest("MD5").getAlgorithm());
    assertNull(new Hashes(null, null).digest("SHA-256"));
    assertNull(new Hashes(null, null).mac("HmacSHA256"));
  }
}
