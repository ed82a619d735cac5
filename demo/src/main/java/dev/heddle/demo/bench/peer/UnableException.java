package dev.heddle.demo.bench.peer;

/** A library cannot play the part it was told, here or at all; the message says why. */
final class UnableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnableException(String why) {
    super(why);
  }
}
