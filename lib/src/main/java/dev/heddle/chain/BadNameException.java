package dev.heddle.chain;

/** A name, or the base of a subtree of names, that is not in the syntax of its form. */
final class BadNameException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param problem what is wrong with it, to be read after "which is malformed:"
   */
  BadNameException(String problem) {
    super(problem, null, false, false);
  }
}
