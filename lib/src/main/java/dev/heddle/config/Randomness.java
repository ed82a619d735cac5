package dev.heddle.config;

import java.security.SecureRandom;

/** The random source of this package, which is made when it is first asked for. */
final class Randomness {

  private Randomness() {}

  static SecureRandom source() {
    return Holder.SOURCE;
  }

  /** Random bytes. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    source().nextBytes(bytes);
    return bytes;
  }

  /** Apart, so that no image of the heap that knows the class has a seed in it. */
  private static final class Holder {
    static final SecureRandom SOURCE = new SecureRandom();
  }
}
