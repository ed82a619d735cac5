package dev.heddle.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.bouncycastle.jcajce.util.JcaJceHelper;

/**
 * The JDK's cipher objects of one algorithm and direction, for all connections together. One with
 * its key schedule takes some 700 bytes, and a connection that idles needs it no more than the key
 * it is made of. So there are as many as the ring has places, and each stays with whoever used it
 * last, the key in it, until the ring has come round: then the next who has none takes it over.
 *
 * <p>A cipher that changes hands is told its new key before anything else, which overwrites the
 * old; one that is left over is wiped. So no key stays in a cipher once its connection has wiped
 * it, but for the moment that whoever takes over just then needs to overwrite it.
 *
 * <p>For any thread; nobody waits. A holder in the ring is at its own place, and only that is
 * looked at to tell whether it still is. Who puts a cipher back looks there afterwards, and who
 * takes a place over asks for the cipher afterwards: one of the two finds it.
 */
final class CipherRing {

  private final JdkAead.Algorithm algorithm;
  private final boolean encrypting;
  private final JcaJceHelper helper;
  private final SecureRandom random;
  private final AtomicReferenceArray<JdkAead> holders = new AtomicReferenceArray<>(PLACES);
  private final AtomicInteger taken = new AtomicInteger();

  CipherRing(
      JdkAead.Algorithm algorithm, boolean encrypting, JcaJceHelper helper, SecureRandom random) {
    this.algorithm = algorithm;
    this.encrypting = encrypting;
    this.helper = helper;
    this.random = random;
  }

  JdkAead.Algorithm algorithm() {
    return algorithm;
  }

  /** The place that comes next is this holder's: answers with the cipher that goes with it. */
  JdkCipher take(JdkAead holder) {
    int place = taken.getAndIncrement() & PLACES - 1;
    holder.place = place;
    JdkAead earlier = holders.getAndSet(place, holder);
    JdkCipher cipher = earlier == null ? null : earlier.giveUp();
    return cipher != null ? cipher : make();
  }

  private JdkCipher make() {
    try {
      return new JdkCipher(
          algorithm, encrypting, helper.createCipher(algorithm.cipherName), random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + algorithm.cipherName, e);
    }
  }

  /** Whether nobody has taken over the holder's place. */
  boolean has(JdkAead holder) {
    return holders.get(holder.place) == holder;
  }

  /**
   * A power of two, and more connections than there are processors to move data on: to come back
   * for a record and find the cipher gone costs what a key schedule does, 0.2 µs.
   */
  static final int PLACES = 128;
}
