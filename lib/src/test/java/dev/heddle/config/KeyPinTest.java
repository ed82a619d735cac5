package dev.heddle.config;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts.KeyType;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins of public keys: how they are written, and what they stand for. */
class KeyPinTest {

  private static final String BASE64 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";

  @Test
  void bothSpellings() {
    assertEquals("sha256/" + BASE64, KeyPin.parse("sha256/" + BASE64).toString());
    assertEquals(KeyPin.parse("sha256/" + BASE64), KeyPin.parse("sha256//" + BASE64));
  }

  /** A slash may be the first character of the Base64 itself. */
  @Test
  void slashes() {
    byte[] digest = HexFormat.of().parseHex("ff".repeat(32));
    String base64 = Base64.getEncoder().encodeToString(digest);
    assertTrue(base64.startsWith("//"), base64);
    assertEquals("sha256/" + base64, KeyPin.parse("sha256/" + base64).toString());
    assertEquals("sha256/" + base64, KeyPin.parse("sha256//" + base64).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256/",
        "sha256//",
        BASE64,
        "sha256/LPJN",
        "sha1/LPJNul+wow4m6DsqxbninhsWHlw=",
        "sha256/LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmC!=",
        "sha256 /LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
      })
  void whatIsNoPin(String text) {
    ConfigException e = assertThrows(ConfigException.class, () -> KeyPin.parse(text));
    assertTrue(e.getMessage().startsWith("'" + text + "' is no pin"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void theDigestOfTheKey(KeyType type) throws Exception {
    X509Certificate certificate = make("pinned").key(type).build().certificate();
    byte[] key = certificate.getPublicKey().getEncoded();
    String base64 =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    assertEquals("sha256/" + base64, KeyPin.of(certificate).toString());
    assertTrue(KeyPin.parse("sha256/" + base64).matches(certificate));
    assertFalse(KeyPin.parse("sha256/" + BASE64).matches(certificate));
  }
}
