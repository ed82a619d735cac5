package dev.heddle.engine;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;

/**
 * The JDK's ciphers, watched: which key is in each, whether two threads are in one at once, whether
 * a key seals twice with one nonce; and out of memory where a thread has asked for it.
 */
final class WatchedCiphers extends DefaultJcaJceHelper {

  /** When a thread's next call to a cipher runs out of memory. */
  enum Trouble {
    BEFORE_KEY,
    AFTER_KEY,
    ADDITIONAL_DATA,
    DATA
  }

  private final Provider provider = new Watching();
  private final Queue<Watched> made = new ConcurrentLinkedQueue<>();
  private final Map<String, Boolean> sealed = new ConcurrentHashMap<>();
  private final ThreadLocal<Trouble> trouble = new ThreadLocal<>();
  private final AtomicReference<String> fault = new AtomicReference<>();

  @Override
  public Cipher createCipher(String name) throws NoSuchAlgorithmException {
    try {
      return Cipher.getInstance(name, provider);
    } catch (GeneralSecurityException e) {
      throw new NoSuchAlgorithmException(e);
    }
  }

  /** Of this thread; null: none any more. */
  void arm(Trouble next) {
    trouble.set(next);
  }

  /** What should not have happened; null if nothing has. */
  String fault() {
    return fault.get();
  }

  int count() {
    return made.size();
  }

  /** How many have a key in them, which is not all zeros. */
  long withKey() {
    return made.stream().filter(each -> !isZeros(each.key)).count();
  }

  private static boolean isZeros(byte[] key) {
    return key == null || Arrays.equals(key, new byte[key.length]);
  }

  private void failIf(Trouble now) {
    if (trouble.get() == now) {
      trouble.remove();
      throw new OutOfMemoryError("made up");
    }
  }

  private final class Watching extends Provider {
    private static final long serialVersionUID = 1;

    Watching() {
      super("Watching", "1", "the JDK's ciphers, watched");
      for (JdkAead.Algorithm each : JdkAead.Algorithm.values()) {
        putService(
            new Service(this, "Cipher", each.cipherName, Watched.class.getName(), null, null) {
              @Override
              public Object newInstance(Object parameter) {
                Watched watched = new Watched(each.cipherName);
                made.add(watched);
                return watched;
              }
            });
      }
    }
  }

  private final class Watched extends CipherSpi {
    private final Cipher jdk;
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private volatile byte[] key;

    Watched(String name) {
      try {
        jdk = Cipher.getInstance(name, "SunJCE");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private void enter() {
      if (!inside.compareAndSet(null, Thread.currentThread())) {
        fault.compareAndSet(null, "two threads are in one cipher");
      }
    }

    private void leave() {
      inside.set(null);
    }

    @Override
    protected void engineInit(
        int mode, Key secret, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      enter();
      try {
        failIf(Trouble.BEFORE_KEY);
        jdk.init(mode, secret, parameters, random);
        key = secret.getEncoded();
        byte[] nonce =
            parameters instanceof GCMParameterSpec gcm
                ? gcm.getIV()
                : ((IvParameterSpec) parameters).getIV();
        String both = HexFormat.of().formatHex(key) + " " + HexFormat.of().formatHex(nonce);
        if (mode == Cipher.ENCRYPT_MODE && !isZeros(key) && sealed.put(both, true) != null) {
          fault.compareAndSet(null, "a nonce is used twice");
        }
        failIf(Trouble.AFTER_KEY);
      } finally {
        leave();
      }
    }

    @Override
    protected void engineUpdateAAD(byte[] src, int off, int length) {
      enter();
      try {
        failIf(Trouble.ADDITIONAL_DATA);
        jdk.updateAAD(src, off, length);
      } finally {
        leave();
      }
    }

    @Override
    protected int engineUpdate(byte[] in, int inOff, int length, byte[] out, int outOff)
        throws ShortBufferException {
      enter();
      try {
        return jdk.update(in, inOff, length, out, outOff);
      } finally {
        leave();
      }
    }

    @Override
    protected int engineDoFinal(byte[] in, int inOff, int length, byte[] out, int outOff)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      enter();
      try {
        failIf(Trouble.DATA);
        return jdk.doFinal(in, inOff, length, out, outOff);
      } finally {
        leave();
      }
    }

    @Override
    protected byte[] engineDoFinal(byte[] in, int inOff, int length) throws AEADBadTagException {
      throw unused();
    }

    @Override
    protected byte[] engineUpdate(byte[] in, int inOff, int length) {
      throw unused();
    }

    @Override
    protected void engineInit(int mode, Key secret, SecureRandom random) {
      throw unused();
    }

    @Override
    protected void engineInit(
        int mode, Key secret, AlgorithmParameters parameters, SecureRandom random) {
      throw unused();
    }

    @Override
    protected void engineSetMode(String mode) {
      throw unused();
    }

    @Override
    protected void engineSetPadding(String padding) {
      throw unused();
    }

    @Override
    protected int engineGetBlockSize() {
      return jdk.getBlockSize();
    }

    @Override
    protected int engineGetOutputSize(int length) {
      return jdk.getOutputSize(length);
    }

    @Override
    protected byte[] engineGetIV() {
      return jdk.getIV();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return jdk.getParameters();
    }

    private UnsupportedOperationException unused() {
      return new UnsupportedOperationException("nothing here uses it");
    }
  }
}
