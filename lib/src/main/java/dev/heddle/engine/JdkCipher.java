package dev.heddle.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * A cipher object of the JDK's, which is told its key for each record. To make one takes as long as
 * to encrypt two short records, so they go from hand to hand ({@link CipherRing}).
 *
 * <p>Belongs to whoever has got it from {@link JdkAead#begin}.
 */
final class JdkCipher {

  private final JdkAead.Algorithm algorithm;
  private final boolean encrypting;
  private final Cipher cipher;
  private final SecureRandom random;
  private final byte[] nonce = new byte[JdkAead.NONCE_BYTES];
  private boolean hasKey;
  private byte wipes;

  JdkCipher(JdkAead.Algorithm algorithm, boolean encrypting, Cipher cipher, SecureRandom random) {
    this.algorithm = algorithm;
    this.encrypting = encrypting;
    this.cipher = cipher;
    this.random = random;
  }

  /**
   * Begins a record. The random source is never drawn from; without it the JDK would make its own.
   *
   * @param number goes into the last eight bytes of the nonce, by exclusive or with the IV's
   */
  void start(SecretKey key, byte[] iv, long number, byte[] additionalData) {
    System.arraycopy(iv, 0, nonce, 0, nonce.length);
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[nonce.length - 1 - i] ^= (byte) (number >>> 8 * i);
    }
    hasKey = true;
    init(key);
    cipher.updateAAD(additionalData);
  }

  private void init(SecretKey key) {
    AlgorithmParameterSpec parameters =
        algorithm == JdkAead.Algorithm.AES_GCM
            ? new GCMParameterSpec(JdkAead.TAG_BYTES * 8, nonce)
            : new IvParameterSpec(nonce);
    try {
      cipher.init(encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, key, parameters, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A part of the record: answers how much of it has been put out. */
  int update(byte[] in, int inOff, int length, byte[] out, int outOff)
      throws GeneralSecurityException {
    return cipher.update(in, inOff, length, out, outOff);
  }

  /**
   * The rest of the record, with its tag: answers how much has been put out. Where a tag is wrong,
   * nothing is: out is as it was, or has been wiped.
   */
  int doFinal(byte[] in, int inOff, int length, byte[] out, int outOff)
      throws GeneralSecurityException {
    return cipher.doFinal(in, inOff, length, out, outOff);
  }

  /**
   * Overwrites the key and the nonce, if there are any. The nonce is never that of the wipe before:
   * the JDK encrypts nothing twice with the same two, and what has failed to take its key may have
   * zeros in it still.
   *
   * @param zeros a key of zeros
   */
  void wipe(SecretKey zeros) {
    if (hasKey) {
      Arrays.fill(nonce, (byte) 0); // that of the first record is the IV
      nonce[0] = ++wipes;
      init(zeros);
      hasKey = false;
    }
  }
}
