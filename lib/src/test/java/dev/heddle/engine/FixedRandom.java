package dev.heddle.engine;

import java.security.SecureRandom;

/** The same bytes every time: what depends on nothing else can be recorded and repeated. */
final class FixedRandom extends SecureRandom {

  private static final long serialVersionUID = 1;

  private long state;

  FixedRandom() {
    super(null, null); // no provider, so nothing but what is here
  }

  /** SplitMix64; all that counts here is that no value comes twice. */
  @Override
  public void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      state += 0x9e3779b97f4a7c15L;
      long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
      z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
      bytes[i] = (byte) (z ^ z >>> 31);
    }
  }

  @Override
  public byte[] generateSeed(int length) {
    byte[] seed = new byte[length];
    nextBytes(seed);
    return seed;
  }

  @Override
  public void setSeed(long seed) {}
}
