package dev.heddle.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where Jazzer enters; the system property {@code heddle.fuzz.target} says which target. */
public final class JazzerEntry {

  private static final Target TARGET = Target.named(System.getProperty("heddle.fuzz.target"));

  /**
   * Loads what the target needs, which takes its time where every class is rewritten, before an
   * input is timed.
   */
  public static void fuzzerInitialize() throws Exception {
    for (Path seed : Corpus.inputs(TARGET)) {
      TARGET.run(Files.readAllBytes(seed), ALLOWANCE);
    }
  }

  /** One input, by Jazzer's convention. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.run(input, ALLOWANCE);
  }

  /**
   * Jazzer's hooks of string comparisons allocate, too: 2.4 MB for a list of 1600 bytes, for which
   * the library itself takes 0.2 MB.
   */
  private static final int ALLOWANCE = 2;

  private JazzerEntry() {}
}
