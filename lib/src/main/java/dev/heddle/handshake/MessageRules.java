package dev.heddle.handshake;

/**
 * The rules for the messages of one peer, in the order they come. Judges each before it is acted
 * upon; whether a message may come at all at this point is left to the state machine behind.
 */
public interface MessageRules {

  /**
   * Judges one message.
   *
   * @param type the handshake type (RFC 8446 section 4)
   * @param body what follows the four bytes of the header
   * @throws BrokenRuleException if it breaks a rule; the connection is to end with its alert
   */
  void check(int type, Octets body) throws BrokenRuleException;

  /** Whether what has been checked so far negotiates TLS 1.3. */
  default boolean tls13() {
    return false;
  }
}
