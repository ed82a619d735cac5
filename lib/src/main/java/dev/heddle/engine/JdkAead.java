package dev.heddle.engine;

import java.util.Arrays;
import javax.crypto.SecretKey;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;

/**
 * One key for one direction of AES-GCM or ChaCha20-Poly1305, by the JDK's intrinsics.
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

  static final int TAG_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private final JdkCipher cipher;
  private Key key;

  JdkAead(JdkCipher cipher) {
    this.cipher = cipher;
  }

  /** What it has its records done by; the next key of the same direction may have, too. */
  JdkCipher cipher() {
    return cipher;
  }

  /**
   * Takes the key and wipes the caller's bytes: bctls cuts each key out of a block that it drops
   * right after, in both versions (TlsAEADCipher.java:119 and :442), without clearing it.
   */
  @Override
  public void setKey(byte[] bytes, int off, int len) {
    wipe();
    key = new Key(cipher.algorithm().keyName, Arrays.copyOfRange(bytes, off, off + len));
    Arrays.fill(bytes, off, off + len, (byte) 0);
  }

  /** Wipes the key, of which the JDK's cipher has a copy until it gets another. */
  void wipe() {
    if (key != null) {
      Arrays.fill(key.octets, (byte) 0);
      cipher.forget(key);
      key = null;
    }
  }

  @Override
  public void init(byte[] nonce, int macSize) {
    if (key == null) {
      throw new IllegalStateException("the key has been wiped");
    }
    cipher.start(key, nonce, macSize);
  }

  @Override
  public int getOutputSize(int inputLength) {
    return cipher.isEncrypting() ? inputLength + TAG_BYTES : inputLength - TAG_BYTES;
  }

  /** Input and output are the same array at the same offset; bctls reports a throw as a bad MAC. */
  @Override
  public int doFinal(
      byte[] additionalData, byte[] in, int inOff, int inLen, byte[] out, int outOff) {
    return cipher.doFinal(additionalData, in, inOff, inLen, out, outOff);
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
