package dev.heddle.handshake;

/** What a server demands of a client's messages. */
public final class ClientSays implements MessageRules {

  private final Limits limits;

  /** For one handshake. */
  public ClientSays(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void check(int type, Octets body) throws BrokenRuleException {
    switch (type) {
      case MessageType.CLIENT_HELLO -> ClientHello.read(body, limits.extensions());
      default -> {}
    }
  }
}
