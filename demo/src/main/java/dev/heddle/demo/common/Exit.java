package dev.heddle.demo.common;

/** The program's exit codes. */
public final class Exit {

  /** Nothing failed. */
  public static final int OK = 0;

  /** Something failed. */
  public static final int FAILED = 1;

  /** The program was called wrongly, or given what it cannot use. */
  public static final int WRONG_INPUT = 2;

  private Exit() {}
}
