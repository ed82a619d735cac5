package dev.heddle.scripted;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A hash and what TLS builds on it: HKDF (RFC 8446 section 7.1), PRF (RFC 5246 section 5). */
enum Hash {
  SHA_256("SHA-256", "HmacSHA256", 32),
  SHA_384("SHA-384", "HmacSHA384", 48);

  /** How many octets it has. */
  final int length;

  private final String digest;
  private final String mac;

  Hash(String digest, String mac, int length) {
    this.digest = digest;
    this.mac = mac;
    this.length = length;
  }

  byte[] of(byte... data) {
    return Crypto.unchecked(() -> MessageDigest.getInstance(digest).digest(data));
  }

  byte[] hmac(byte[] key, byte[]... data) {
    return Crypto.unchecked(
        () -> {
          Mac hmac = Mac.getInstance(mac);
          // An empty key is not allowed; one of zeros is the same.
          hmac.init(new SecretKeySpec(key.length == 0 ? new byte[length] : key, mac));
          for (byte[] part : data) {
            hmac.update(part);
          }
          return hmac.doFinal();
        });
  }

  /** No more octets than the hash has. */
  byte[] expandLabel(byte[] secret, String label, byte[] context, int octets) {
    byte[] info =
        Bytes.of().u16(octets).vec8(("tls13 " + label).getBytes()).vec8(context).u8(1).done();
    return Arrays.copyOf(hmac(secret, info), octets);
  }

  byte[] prf(byte[] secret, String label, byte[] seed, int octets) {
    byte[] labelled = Bytes.concat(label.getBytes(), seed);
    byte[] result = {};
    byte[] a = labelled;
    while (result.length < octets) {
      a = hmac(secret, a);
      result = Bytes.concat(result, hmac(secret, a, labelled));
    }
    return Arrays.copyOf(result, octets);
  }
}
