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
   * Jazzer's hooks of string comparisons allocate about ten times what the library does: 3.8 MB for
   * a cipher list of 1500 bytes, for which that takes 0.4 MB. What was found is held to the bound
   * itself in the build, where there are no hooks.
   */
  private static final int ALLOWANCE = 8;

  private JazzerEntry() {}
}
