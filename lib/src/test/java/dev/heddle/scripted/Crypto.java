package dev.heddle.scripted;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** Randomness, and work with the JDK's crypto. */
final class Crypto {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Crypto() {}

  /** Work with the JDK's crypto, of which no exception is expected. */
  interface Work<T> {
    T run() throws GeneralSecurityException;
  }

  static <T> T unchecked(Work<T> work) {
    try {
      return work.run();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
