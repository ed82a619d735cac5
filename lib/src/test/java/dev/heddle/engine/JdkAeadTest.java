package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.engine.JdkAead.Algorithm;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Known answers, and the light API as a second opinion. */
class JdkAeadTest {

  /** McGrew and Viega, "The Galois/Counter Mode of Operation", test case 4. */
  @Test
  void gcmKnownAnswer() throws Exception {
    assertKnownAnswer(
        Algorithm.AES_GCM,
        "feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
            + "5bc94fbc3221a5db94fae95ae7121a47");
  }

  /** RFC 8439, 2.8.2. */
  @Test
  void chaChaKnownAnswer() throws Exception {
    assertKnownAnswer(
        Algorithm.CHACHA20_POLY1305,
        "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
        "070000004041424344454647",
        "50515253c0c1c2c3c4c5c6c7",
        HexFormat.of()
            .formatHex(
                ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for"
                        + " the future, sunscreen would be it.")
                    .getBytes()),
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
            + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
            + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
            + "3ff4def08e4b7a9de576d26586cec64b6116"
            + "1ae10b594f09e26a7e902ecbd0600691");
  }

  private static void assertKnownAnswer(
      Algorithm algorithm, String key, String nonce, String aad, String plain, String sealed)
      throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] record = Arrays.copyOf(hex.parseHex(plain), sealed.length() / 2);
    var encrypt = aead(algorithm, true, hex.parseHex(key));
    int length = plain.length() / 2;
    start(encrypt, hex.parseHex(nonce), hex.parseHex(aad));
    assertEquals(record.length, encrypt.cipher().doFinal(record, 0, length, record, 0));
    assertEquals(sealed, hex.formatHex(record));

    var decrypt = aead(algorithm, false, hex.parseHex(key));
    start(decrypt, hex.parseHex(nonce), hex.parseHex(aad));
    assertEquals(length, decrypt.cipher().doFinal(record, 0, record.length, record, 0));
    assertEquals(plain, hex.formatHex(record, 0, length));
  }

  /** In place, in parts and elsewhere, one record after the other under one key. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void agreesWithTheLightApiInPlace(Algorithm algorithm) throws Exception {
    var random = new Random(algorithm.ordinal());
    byte[] key = bytes(random, 32);
    var encrypt = aead(algorithm, true, key.clone());
    var decrypt = aead(algorithm, false, key.clone());
    for (int length : new int[] {1, 15, 16, 17, 100, 1000, 16383, 16384, 16385, 2, 0}) {
      byte[] nonce = bytes(random, 12);
      byte[] aad = bytes(random, 13);
      byte[] plain = bytes(random, length);

      AEADCipher theirs = light(algorithm);
      theirs.init(true, new AEADParameters(new KeyParameter(key), 128, nonce, aad));
      byte[] expected = new byte[length + 16];
      theirs.doFinal(expected, theirs.processBytes(plain, 0, length, expected, 0));

      byte[] record = new byte[5 + length + 16];
      System.arraycopy(plain, 0, record, 5, length);
      start(encrypt, nonce, aad);
      int first = length - length % 16;
      assertEquals(first, encrypt.cipher().update(plain, 0, first, record, 5));
      assertEquals(
          length - first + 16,
          encrypt.cipher().doFinal(record, 5 + first, length - first, record, 5 + first));
      assertArrayEquals(expected, Arrays.copyOfRange(record, 5, record.length));

      byte[] elsewhere = new byte[length + 3];
      start(decrypt, nonce, aad);
      assertEquals(length, decrypt.cipher().doFinal(record, 5, length + 16, elsewhere, 3));
      assertArrayEquals(plain, Arrays.copyOfRange(elsewhere, 3, 3 + length));

      start(decrypt, nonce, aad);
      assertEquals(length, decrypt.cipher().doFinal(record, 5, length + 16, record, 5));
      assertArrayEquals(plain, Arrays.copyOfRange(record, 5, 5 + length));
    }
  }

  private static AEADCipher light(Algorithm algorithm) {
    return algorithm == Algorithm.AES_GCM
        ? GCMBlockCipher.newInstance(AESEngine.newInstance())
        : new ChaCha20Poly1305();
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void changedRecordIsRefused(Algorithm algorithm) throws Exception {
    byte[] aad = new byte[5];
    for (int changed : new int[] {0, 99, 100, 115}) {
      byte[] record = new byte[116];
      var encrypt = aead(algorithm, true, new byte[32]);
      encrypt.start(0, aad);
      encrypt.cipher().doFinal(record, 0, 100, record, 0);
      record[changed] ^= 1;
      var decrypt = aead(algorithm, false, new byte[32]);
      decrypt.start(0, aad);
      byte[] elsewhere = new byte[100];
      assertThrows(
          AEADBadTagException.class, () -> decrypt.cipher().doFinal(record, 0, 116, elsewhere, 0));
      assertArrayEquals(new byte[100], elsewhere, "what cannot be trusted is not left there");
      decrypt.start(0, aad);
      assertThrows(
          AEADBadTagException.class, () -> decrypt.cipher().doFinal(record, 0, 116, record, 0));
    }
  }

  /** RFC 8446 section 5.3 and RFC 5288 section 3, computed by hand. */
  @Test
  void nonceIsMadeOfTheIvAndTheNumber() throws Exception {
    assertNonce("0102030405060708090a0b0c", "01020304" + "ed34" + "a1e1" + "2da2d7f4");
    assertNonce("01020304", "01020304" + "e832" + "a6e9" + "24a8dcf8");
  }

  private static void assertNonce(String iv, String nonce) throws Exception {
    HexFormat hex = HexFormat.of();
    long number = 0xe832a6e924a8dcf8L;
    byte[] key = bytes(new Random(3), 32);
    byte[] expected = new byte[26];
    JdkAead whole = aead(Algorithm.AES_GCM, true, key.clone());
    start(whole, hex.parseHex(nonce), new byte[5]);
    whole.cipher().doFinal(expected, 0, 10, expected, 0);
    JdkAead made = aead(Algorithm.AES_GCM, true, key.clone());
    byte[] ivBytes = hex.parseHex("ff" + iv + "ff");
    made.setIv(ivBytes, 1, ivBytes.length - 2);
    assertEquals("ff" + "00".repeat(ivBytes.length - 2) + "ff", hex.formatHex(ivBytes));
    made.start(number, new byte[5]);
    byte[] record = new byte[26];
    made.cipher().doFinal(record, 0, 10, record, 0);
    assertArrayEquals(expected, record);
  }

  /** Twice the same nonce under one key would give the plaintext away. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void sameNonceIsNotSealedWithTwice(Algorithm algorithm) throws Exception {
    var encrypt = aead(algorithm, true, new byte[32]);
    byte[] record = new byte[26];
    encrypt.start(0, new byte[5]);
    encrypt.cipher().doFinal(record, 0, 10, record, 0);
    assertThrows(IllegalStateException.class, () -> encrypt.start(0, new byte[5]));
  }

  /** The keys of the handshake and those that follow have one cipher object. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void twoKeysTakeTurnsInOneCipher(Algorithm algorithm) throws Exception {
    byte[] first = bytes(new Random(1), 32);
    byte[] second = bytes(new Random(2), 32);
    byte[] alone = sealed(aead(algorithm, true, second.clone()), 7);
    var shared = jdk(algorithm, true);
    var handshake = new JdkAead(shared);
    var following = new JdkAead(shared);
    handshake.setKey(first.clone(), 0, 32);
    following.setKey(second.clone(), 0, 32);
    byte[] before = sealed(handshake, 7);
    assertArrayEquals(alone, sealed(following, 7));
    assertArrayEquals(sealed(aead(algorithm, true, first.clone()), 7), before);
    handshake.wipe();
    assertArrayEquals(sealed(aead(algorithm, true, second.clone()), 8), sealed(following, 8));
    assertThrows(IllegalStateException.class, () -> handshake.start(9, new byte[5]));
    following.wipe();
    assertThrows(IllegalStateException.class, () -> following.start(9, new byte[5]));
  }

  private static byte[] sealed(JdkAead aead, long number) throws Exception {
    byte[] record = new byte[26];
    aead.start(number, new byte[5]);
    aead.cipher().doFinal(record, 0, 10, record, 0);
    return record;
  }

  private static void start(JdkAead aead, byte[] nonce, byte[] additionalData) {
    aead.setIv(nonce.clone(), 0, nonce.length);
    aead.start(0, additionalData);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void keyIsWipedWhereItCameFrom(Algorithm algorithm) throws Exception {
    byte[] block = bytes(new Random(7), 70);
    byte[] before = block.clone();
    var cipher = new JdkAead(jdk(algorithm, true));
    cipher.setKey(block, 10, 32);
    assertArrayEquals(new byte[32], Arrays.copyOfRange(block, 10, 42));
    assertArrayEquals(Arrays.copyOf(before, 10), Arrays.copyOf(block, 10));
    assertArrayEquals(Arrays.copyOfRange(before, 42, 70), Arrays.copyOfRange(block, 42, 70));
  }

  private static JdkAead aead(Algorithm algorithm, boolean encrypting, byte[] key)
      throws Exception {
    var cipher = new JdkAead(jdk(algorithm, encrypting));
    cipher.setKey(key, 0, key.length);
    return cipher;
  }

  private static JdkCipher jdk(Algorithm algorithm, boolean encrypting) throws Exception {
    return new JdkCipher(algorithm, encrypting, new JdkFirst(), new SecureRandom());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
