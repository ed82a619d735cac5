package dev.heddle.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
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
    AES_GCM("AES/GCM/NoPadding", "AES", TlsAEADCipher.AEAD_GCM),
    CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20", TlsAEADCipher.AEAD_CHACHA20_POLY1305);

    final String cipherName;
    final String keyName;

    /** The same for bctls. */
    final int bctlsType;

    Algorithm(String cipherName, String keyName, int bctlsType) {
      this.cipherName = cipherName;
      this.keyName = keyName;
      this.bctlsType = bctlsType;
    }
  }

  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  private final Algorithm algorithm;
  private final boolean encrypting;
  private final Cipher cipher;
  private final SecureRandom random;
  private Key key;
  private boolean inCipher;

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
    wipe();
    key = new Key(algorithm.keyName, Arrays.copyOfRange(bytes, off, off + len));
    Arrays.fill(bytes, off, off + len, (byte) 0);
  }

  /** Wipes the key, of which the JDK's cipher has a copy until it gets another. */
  void wipe() {
    if (key != null) {
      Arrays.fill(key.octets, (byte) 0);
      if (inCipher) {
        start(new byte[NONCE_BYTES], TAG_BYTES);
        inCipher = false;
      }
      key = null;
    }
  }

  /** The random source is never drawn from; without it the JDK would make its own. */
  @Override
  public void init(byte[] nonce, int macSize) {
    start(nonce, macSize);
    inCipher = true;
  }

  private void start(byte[] nonce, int macSize) {
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
