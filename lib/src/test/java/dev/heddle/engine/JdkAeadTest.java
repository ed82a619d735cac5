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
    encrypt.setIv(hex.parseHex(nonce), 0, 12);
    assertEquals(record.length, run(encrypt, hex.parseHex(aad), record, 0, length, record, 0));
    assertEquals(sealed, hex.formatHex(record));

    var decrypt = aead(algorithm, false, hex.parseHex(key));
    decrypt.setIv(hex.parseHex(nonce), 0, 12);
    assertEquals(length, run(decrypt, hex.parseHex(aad), record, 0, record.length, record, 0));
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
      encrypt.setIv(nonce.clone(), 0, 12);
      int first = length - length % 16;
      JdkCipher cipher = encrypt.begin(0, aad);
      assertEquals(first, cipher.update(plain, 0, first, record, 5));
      assertEquals(
          length - first + 16,
          cipher.doFinal(record, 5 + first, length - first, record, 5 + first));
      encrypt.end(cipher);
      assertArrayEquals(expected, Arrays.copyOfRange(record, 5, record.length));

      byte[] elsewhere = new byte[length + 3];
      decrypt.setIv(nonce.clone(), 0, 12);
      assertEquals(length, run(decrypt, aad, record, 5, length + 16, elsewhere, 3));
      assertArrayEquals(plain, Arrays.copyOfRange(elsewhere, 3, 3 + length));

      assertEquals(length, run(decrypt, aad, record, 5, length + 16, record, 5));
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
      run(encrypt, aad, record, 0, 100, record, 0);
      record[changed] ^= 1;
      var decrypt = aead(algorithm, false, new byte[32]);
      byte[] elsewhere = new byte[100];
      assertThrows(
          AEADBadTagException.class, () -> run(decrypt, aad, record, 0, 116, elsewhere, 0));
      assertArrayEquals(new byte[100], elsewhere, "what cannot be trusted is not left there");
      assertThrows(AEADBadTagException.class, () -> run(decrypt, aad, record, 0, 116, record, 0));
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
    whole.setIv(hex.parseHex(nonce), 0, 12);
    run(whole, new byte[5], expected, 0, 10, expected, 0);
    JdkAead made = aead(Algorithm.AES_GCM, true, key.clone());
    byte[] ivBytes = hex.parseHex("ff" + iv + "ff");
    made.setIv(ivBytes, 1, ivBytes.length - 2);
    assertEquals("ff" + "00".repeat(ivBytes.length - 2) + "ff", hex.formatHex(ivBytes));
    assertArrayEquals(expected, sealed(made, number));
  }

  /** Twice the same nonce under one key would give the plaintext away. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void sameNonceIsNotSealedWithTwice(Algorithm algorithm) throws Exception {
    var encrypt = aead(algorithm, true, new byte[32]);
    sealed(encrypt, 0);
    assertThrows(IllegalStateException.class, () -> encrypt.begin(0, new byte[5]));
    sealed(encrypt, 1);
  }

  private static byte[] sealed(JdkAead aead, long number) throws Exception {
    byte[] record = new byte[26];
    JdkCipher cipher = aead.begin(number, new byte[5]);
    try {
      cipher.doFinal(record, 0, 10, record, 0);
    } finally {
      aead.end(cipher);
    }
    return record;
  }

  private static int run(
      JdkAead aead, byte[] aad, byte[] in, int off, int length, byte[] out, int outOff)
      throws Exception {
    JdkCipher cipher = aead.begin(0, aad);
    try {
      return cipher.doFinal(in, off, length, out, outOff);
    } finally {
      aead.end(cipher);
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void keyIsWipedWhereItCameFrom(Algorithm algorithm) throws Exception {
    byte[] block = bytes(new Random(7), 70);
    byte[] before = block.clone();
    var cipher = new JdkAead(ring(algorithm, true));
    cipher.setKey(block, 10, 32);
    assertArrayEquals(new byte[32], Arrays.copyOfRange(block, 10, 42));
    assertArrayEquals(Arrays.copyOf(before, 10), Arrays.copyOf(block, 10));
    assertArrayEquals(Arrays.copyOfRange(before, 42, 70), Arrays.copyOfRange(block, 42, 70));
  }

  private static JdkAead aead(Algorithm algorithm, boolean encrypting, byte[] key)
      throws Exception {
    var cipher = new JdkAead(ring(algorithm, encrypting));
    cipher.setKey(key, 0, key.length);
    return cipher;
  }

  private static CipherRing ring(Algorithm algorithm, boolean encrypting) {
    return new CipherRing(algorithm, encrypting, new JdkFirst(), new SecureRandom());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
