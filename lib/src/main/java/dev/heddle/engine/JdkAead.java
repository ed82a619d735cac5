package dev.heddle.engine;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * One key for one direction of AES-GCM or ChaCha20-Poly1305, by the JDK's intrinsics, with what the
 * nonces of its records are made of.
 *
 * <p>bctls' own wrapper looks up and encodes an {@code AlgorithmParameters} object for every record
 * (JceAEADCipherImpl.java:110) and knows ChaCha20 only under a name that the JDK does not have
 * (JceChaCha20Poly1305.java:37). This one hands the parameters over as they are; what remains per
 * record is the JDK's own garbage.
 */
final class JdkAead {

  enum Algorithm {
    AES_GCM("AES/GCM/NoPadding", "AES"),
    CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20");

    final String cipherName;
    final String keyName;

    Algorithm(String cipherName, String keyName) {
      this.cipherName = cipherName;
      this.keyName = keyName;
    }
  }

  static final int TAG_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private final JdkCipher cipher;
  private final byte[] iv = new byte[NONCE_BYTES];
  private final byte[] nonce = new byte[NONCE_BYTES];
  private Key key;

  JdkAead(JdkCipher cipher) {
    this.cipher = cipher;
  }

  /** What it has its records done by; the next key of the same direction may have, too. */
  JdkCipher cipher() {
    return cipher;
  }

  /** Takes a key, and wipes the caller's bytes. */
  void setKey(byte[] bytes, int off, int length) {
    wipe();
    key = new Key(cipher.algorithm().keyName, Arrays.copyOfRange(bytes, off, off + length));
    Arrays.fill(bytes, off, off + length, (byte) 0);
  }

  /**
   * Takes what goes with the key, 12 bytes or the first 4 of that, and wipes the caller's bytes.
   */
  void setIv(byte[] bytes, int off, int length) {
    Arrays.fill(iv, (byte) 0);
    System.arraycopy(bytes, off, iv, 0, length);
    Arrays.fill(bytes, off, off + length, (byte) 0);
  }

  /** Wipes the key, of which the JDK's cipher has a copy until it gets another. */
  void wipe() {
    Arrays.fill(iv, (byte) 0);
    Arrays.fill(nonce, (byte) 0); // that of the first record is the IV
    if (key != null) {
      Arrays.fill(key.octets, (byte) 0);
      cipher.forget(key);
      key = null;
    }
  }

  /**
   * Begins a record in {@link #cipher}.
   *
   * @param number goes into the last eight bytes of the nonce, by exclusive or (RFC 8446 section
   *     5.3, RFC 7905 section 2): the sequence number. After an IV of 4 bytes that is to follow it
   *     (RFC 5288 section 3), with the number that stands in the record
   * @param additionalData what is authenticated, and not encrypted
   */
  void start(long number, byte[] additionalData) {
    if (key == null) {
      throw new IllegalStateException("the key has been wiped");
    }
    System.arraycopy(iv, 0, nonce, 0, NONCE_BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[NONCE_BYTES - 1 - i] ^= (byte) (number >>> 8 * i);
    }
    cipher.start(key, nonce, additionalData);
  }

  /** A key that can be wiped, which the JDK's SecretKeySpec cannot. */
  private static final class Key implements SecretKey {

    private static final long serialVersionUID = 1;

    private final String algorithm;
    private final transient byte[] octets;

    Key(String algorithm, byte[] octets) {
      this.algorithm = algorithm;
      this.octets = octets;
    }

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return octets.clone();
    }
  }
}
