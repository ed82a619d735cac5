package dev.heddle.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

  private final CipherRing ring;

  /** Where in the ring; the ring's. */
  volatile int place;

  /** With this key in it, or wiped; null while it is in use, and when another has taken it over. */
  private volatile JdkCipher kept;

  private final byte[] iv = new byte[NONCE_BYTES];
  private Key key;

  JdkAead(CipherRing ring) {
    this.ring = ring;
  }

  Algorithm algorithm() {
    return ring.algorithm();
  }

  /** Takes a key, and wipes the caller's bytes. */
  void setKey(byte[] bytes, int off, int length) {
    wipe();
    key = new Key(algorithm().keyName, Arrays.copyOfRange(bytes, off, off + length));
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

  /** Wipes the key, and the copy of it that a cipher has. */
  void wipe() {
    Arrays.fill(iv, (byte) 0);
    Key wiped = key;
    key = null;
    if (wiped != null) {
      Arrays.fill(wiped.octets, (byte) 0);
      JdkCipher cipher = giveUp();
      if (cipher != null) {
        cipher.wipe(wiped);
        keep(cipher); // for the next who needs one
      }
    }
  }

  /**
   * Begins a record. Whoever does has the cipher to {@link #end}.
   *
   * @param number goes into the last eight bytes of the nonce, by exclusive or (RFC 8446 section
   *     5.3, RFC 7905 section 2): the sequence number. After an IV of 4 bytes that is to follow it
   *     (RFC 5288 section 3), with the number that stands in the record
   * @param additionalData what is authenticated, and not encrypted
   */
  JdkCipher begin(long number, byte[] additionalData) {
    if (key == null) {
      throw new IllegalStateException("the key has been wiped");
    }
    JdkCipher mine = giveUp();
    JdkCipher cipher = mine == null ? ring.take(this) : mine;
    try {
      cipher.start(key, iv, number, additionalData);
    } catch (RuntimeException | Error e) { // there may be no memory; and it has a key in it
      end(cipher);
      throw e;
    }
    return cipher;
  }

  /** The record is done with, well or not. */
  void end(JdkCipher cipher) {
    if (!keep(cipher)) {
      cipher.wipe(new Key(algorithm().keyName, new byte[key.octets.length]));
    }
  }

  /** Keeps the cipher if there is still a place for it; false if nobody has it now. */
  private boolean keep(JdkCipher cipher) {
    kept = cipher;
    return ring.has(this) || giveUp() == null;
  }

  /** The cipher, which is the caller's from now on; null if there is none to give. Any thread. */
  JdkCipher giveUp() {
    return (JdkCipher) KEPT.getAndSet(this, null);
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

  private static final VarHandle KEPT;

  static {
    try {
      KEPT = MethodHandles.lookup().findVarHandle(JdkAead.class, "kept", JdkCipher.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
