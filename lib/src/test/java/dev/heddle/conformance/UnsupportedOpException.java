package dev.heddle.conformance;

/** The script asks for something the library does not have: the message names it. */
final class UnsupportedOpException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsupportedOpException(String what) {
    super(what);
  }
}
