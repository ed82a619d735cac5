package dev.heddle.fuzz;

/** Where Jazzer enters; the system property {@code heddle.fuzz.target} says which target. */
public final class JazzerEntry {

  private static final Target TARGET = Target.named(System.getProperty("heddle.fuzz.target"));

  /** One input, by Jazzer's convention. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.run(input);
  }

  private JazzerEntry() {}
}
