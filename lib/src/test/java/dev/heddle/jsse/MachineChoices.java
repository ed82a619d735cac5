package dev.heddle.jsse;

import java.util.List;
import java.util.Random;

/** What is left to chance: all of it comes from the seed. */
final class MachineChoices {

  private final Random random;

  MachineChoices(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
  }

  /** Choices of their own, so that more of them elsewhere do not change what is chosen here. */
  MachineChoices apart() {
    return new MachineChoices(random.nextLong());
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  final <T> T of(T... all) {
    return all[random.nextInt(all.length)];
  }

  /** From 1 to that many: one, a few, any, nearly all or all. */
  int size(int most) {
    return switch (below(8)) {
      case 0 -> 1;
      case 1, 2 -> between(1, Math.min(most, 40));
      case 3 -> between(Math.max(1, most - 40), most);
      case 4, 5 -> most;
      default -> between(1, most);
    };
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    if (length <= SOME) {
      random.nextBytes(bytes);
    } else {
      System.arraycopy(FILLER, random.nextInt(SOME), bytes, 0, Math.min(length, MOST_FILLED));
    }
    return bytes;
  }

  private static final int SOME = 500;
  private static final int MOST_FILLED = 100_000;
  private static final byte[] FILLER = new byte[MOST_FILLED + SOME];

  static {
    new Random(1).nextBytes(FILLER);
  }
}
