package dev.heddle.handshake;

import dev.heddle.fault.Alert;
import java.io.IOException;
import java.io.Serial;

/** The peer has broken a rule of the protocol: which, and the alert that answers it. */
public final class BrokenRuleException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  private final Alert alert;

  /**
   * A broken rule.
   *
   * @param alert what the RFC has us answer
   * @param rule what was wrong, a clause about the peer's message without a peer's own text
   */
  public BrokenRuleException(Alert alert, String rule) {
    super(rule);
    this.alert = alert;
  }

  static BrokenRuleException decode(String rule) {
    return new BrokenRuleException(Alert.DECODE_ERROR, rule);
  }

  static BrokenRuleException illegal(String rule) {
    return new BrokenRuleException(Alert.ILLEGAL_PARAMETER, rule);
  }

  static BrokenRuleException unexpected(String rule) {
    return new BrokenRuleException(Alert.UNEXPECTED_MESSAGE, rule);
  }

  static BrokenRuleException missing(String rule) {
    return new BrokenRuleException(Alert.MISSING_EXTENSION, rule);
  }

  static BrokenRuleException handshakeFailure(String rule) {
    return new BrokenRuleException(Alert.HANDSHAKE_FAILURE, rule);
  }

  /** What is sent to the peer. */
  public Alert alert() {
    return alert;
  }
}
