package dev.heddle.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;

/**
 * One direction of AES-GCM or ChaCha20-Poly1305 by the JDK's intrinsics.
 *
 * <p>bctls' own wrapper looks up and encodes an {@code AlgorithmParameters} object for every record
 * (JceAEADCipherImpl.java:110) and knows ChaCha20 only under a name that the JDK does not have
 * (JceChaCha20Poly1305.java:37). This one hands the parameters over as they are; what remains per
 * record is the JDK's own garbage.
 */
final class JdkAead implements TlsAEADCipherImpl {

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

  private static final int TAG_BYTES = 16;

  private final Algorithm algorithm;
  private final boolean encrypting;
  private final Cipher cipher;
  private final SecureRandom random;
  private SecretKey key;

  JdkAead(Algorithm algorithm, boolean encrypting, JcaJceHelper helper, SecureRandom random)
      throws GeneralSecurityException {
    this.algorithm = algorithm;
    this.encrypting = encrypting;
    this.cipher = helper.createCipher(algorithm.cipherName);
    this.random = random;
  }

  /**
   * Takes the key and wipes the caller's bytes: bctls cuts each key out of a block that it drops
   * right after, in both versions (TlsAEADCipher.java:119 and :442), without clearing it.
   */
  @Override
  public void setKey(byte[] bytes, int off, int len) {
    key = new SecretKeySpec(bytes, off, len, algorithm.keyName);
    Arrays.fill(bytes, off, off + len, (byte) 0);
  }

  /** The random source is never drawn from; without it the JDK would make its own. */
  @Override
  public void init(byte[] nonce, int macSize) {
    AlgorithmParameterSpec parameters =
        algorithm == Algorithm.AES_GCM
            ? new GCMParameterSpec(macSize * 8, nonce)
            : new IvParameterSpec(nonce);
    try {
      cipher.init(encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, key, parameters, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int getOutputSize(int inputLength) {
    return encrypting ? inputLength + TAG_BYTES : inputLength - TAG_BYTES;
  }

  /** Input and output are the same array at the same offset; bctls reports a throw as a bad MAC. */
  @Override
  public int doFinal(
      byte[] additionalData, byte[] in, int inOff, int inLen, byte[] out, int outOff) {
    try {
      cipher.updateAAD(additionalData);
      return cipher.doFinal(in, inOff, inLen, out, outOff);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
