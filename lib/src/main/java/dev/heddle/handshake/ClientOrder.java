package dev.heddle.handshake;

/**
 * Which message of a client is due (RFC 8446 section 2 and appendix A.2, RFC 5246 section 7.3).
 * There is never a choice: each state has one message.
 */
final class ClientOrder {

  private int due = MessageType.CLIENT_HELLO;
  private boolean tls13;
  private boolean certificateShown;

  /** Demands that this message is due. */
  void require(int type) throws BrokenRuleException {
    if (type != due) {
      throw BrokenRuleException.unexpected(
          MessageType.text(type) + " came where " + MessageType.text(due) + " was due");
    }
  }

  /** A hello that is answered by a ServerHello, unless {@link #retry} is said. */
  void hello(boolean isTls13) {
    tls13 = isTls13;
    due = isTls13 ? MessageType.FINISHED : MessageType.CLIENT_KEY_EXCHANGE;
  }

  /** TLS 1.2: we resume a session. */
  void resumed() {
    due = MessageType.FINISHED;
  }

  /** We have answered with a HelloRetryRequest. */
  void retry() {
    due = MessageType.CLIENT_HELLO;
  }

  /** We have asked for a certificate. */
  void certificateAsked() {
    due = MessageType.CERTIFICATE;
  }

  /**
   * The client's Certificate has come.
   *
   * @param shown whether there was one in it
   */
  void certificate(boolean shown) {
    certificateShown = shown;
    due = tls13 ? afterKeys() : MessageType.CLIENT_KEY_EXCHANGE;
  }

  /** TLS 1.2. */
  void clientKeyExchange() {
    due = afterKeys();
  }

  void certificateVerify() {
    due = MessageType.FINISHED;
  }

  /** TLS 1.3; in TLS 1.2 nothing is heard of afterwards. */
  void finished() {
    due = MessageType.KEY_UPDATE;
  }

  private int afterKeys() {
    return certificateShown ? MessageType.CERTIFICATE_VERIFY : MessageType.FINISHED;
  }
}
