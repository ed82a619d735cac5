package dev.heddle.bio;

/**
 * What a connection does about Nagle's algorithm. The manual advises TCP_NODELAY for the handshake
 * and turning it back later; see the notes of {@code SSL_connect(3)} and {@link Nagle}.
 */
public enum NaglePolicy {
  /** Leave it alone: the socket stays as its owner set it. */
  LEAVE,
  /** Off for good: TCP_NODELAY is set before the handshake and stays. */
  OFF,
  /**
   * Off for the handshake and restored after the first application data has gone out, to whatever
   * the owner had set.
   */
  OFF_FOR_HANDSHAKE
}
