package dev.heddle.demo.bench;

import java.io.IOException;

/** A peer cannot be had here, or not for the part it was to play; the message says why. */
final class PeerAbsentException extends IOException {

  private static final long serialVersionUID = 1L;

  PeerAbsentException(String why) {
    super(why);
  }
}
