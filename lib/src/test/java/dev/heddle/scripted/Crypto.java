package dev.heddle.scripted;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and what TLS builds on it: HKDF (RFC 8446 section 7.1), PRF (RFC 5246 section 5). */
final class Crypto {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Crypto() {}

  /** Work with the JDK's crypto, of which no exception is expected. */
  interface Work<T> {
    T run() throws GeneralSecurityException;
  }

  static <T> T unchecked(Work<T> work) {
    try {
      return work.run();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static byte[] sha256(byte[] data) {
    return unchecked(() -> MessageDigest.getInstance("SHA-256").digest(data));
  }

  static byte[] hmac(byte[] key, byte[]... data) {
    return unchecked(
        () -> {
          Mac mac = Mac.getInstance("HmacSHA256");
          // An empty key is not allowed; one of zeros is the same.
          mac.init(new SecretKeySpec(key.length == 0 ? new byte[32] : key, "HmacSHA256"));
          for (byte[] part : data) {
            mac.update(part);
          }
          return mac.doFinal();
        });
  }

  static byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
    byte[] info =
        Bytes.of().u16(length).vec8(("tls13 " + label).getBytes()).vec8(context).u8(1).done();
    return Arrays.copyOf(hmac(secret, info), length);
  }

  static byte[] prf(byte[] secret, String label, byte[] seed, int length) {
    byte[] labelled = Bytes.concat(label.getBytes(), seed);
    byte[] result = {};
    byte[] a = labelled;
    while (result.length < length) {
      a = hmac(secret, a);
      result = Bytes.concat(result, hmac(secret, a, labelled));
    }
    return Arrays.copyOf(result, length);
  }
}
