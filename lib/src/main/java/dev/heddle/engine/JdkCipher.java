package dev.heddle.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.jcajce.util.JcaJceHelper;

/**
 * The JDK's cipher object of one direction of a connection. The keys of the direction take turns in
 * it, since it is told its key for each record anyway, and to make one takes as long as to encrypt
 * two short records.
 *
 * <p>Belongs to whoever holds the direction: the reading half, or the write lock.
 */
final class JdkCipher {

  private final JdkAead.Algorithm algorithm;
  private final boolean encrypting;
  private final Cipher cipher;
  private final SecureRandom random;

  /** The key that the cipher has a copy of; null for none but zeros. */
  private SecretKey inside;

  JdkCipher(
      JdkAead.Algorithm algorithm, boolean encrypting, JcaJceHelper helper, SecureRandom random)
      throws GeneralSecurityException {
    this.algorithm = algorithm;
    this.encrypting = encrypting;
    this.cipher = helper.createCipher(algorithm.cipherName);
    this.random = random;
  }

  JdkAead.Algorithm algorithm() {
    return algorithm;
  }

  boolean isEncrypting() {
    return encrypting;
  }

  /**
   * Begins a record. The random source is never drawn from; without it the JDK would make its own.
   */
  void start(SecretKey key, byte[] nonce, byte[] additionalData) {
    AlgorithmParameterSpec parameters =
        algorithm == JdkAead.Algorithm.AES_GCM
            ? new GCMParameterSpec(JdkAead.TAG_BYTES * 8, nonce)
            : new IvParameterSpec(nonce);
    try {
      cipher.init(encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, key, parameters, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    inside = key;
    cipher.updateAAD(additionalData);
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
   * A key has been wiped: if the cipher has a copy of it, that is overwritten.
   *
   * @param zeros the key, which is all zeros by now
   */
  void forget(SecretKey zeros) {
    if (inside == zeros) {
      start(zeros, new byte[JdkAead.NONCE_BYTES], new byte[0]);
      inside = null;
    }
  }
}
