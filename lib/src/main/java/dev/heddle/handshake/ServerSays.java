package dev.heddle.handshake;

import dev.heddle.fault.Alert;
import java.util.Set;

/** What a client demands of a server's messages. */
public final class ServerSays implements MessageRules {

  private final Limits limits;
  private Set<Integer> offered = Set.of();

  /** For one handshake. */
  public ServerSays(Limits limits) {
    this.limits = limits;
  }

  /** Our own hello is about to leave: the first, or the second after a HelloRetryRequest. */
  public void offered(Set<Integer> extensionTypes) {
    offered = Set.copyOf(extensionTypes);
  }

  @Override
  public void check(int type, Octets body) throws BrokenRuleException {
    switch (type) {
      case MessageType.ENCRYPTED_EXTENSIONS -> encryptedExtensions(body);
      default -> {}
    }
  }

  private void encryptedExtensions(Octets body) throws BrokenRuleException {
    String where = "EncryptedExtensions";
    Octets block = body.vector16(where);
    body.end(where);
    Extensions extensions = Extensions.read(where, block, limits.extensions());
    extensions.answer(ExtensionType.Place.ENCRYPTED_EXTENSIONS, offered);
    Octets name = extensions.body(ExtensionType.SERVER_NAME);
    if (name != null && !name.isEmpty()) {
      // RFC 6066 section 3: the acknowledgement is empty.
      throw new BrokenRuleException(
          Alert.DECODE_ERROR, extensions.name(ExtensionType.SERVER_NAME) + " has a body");
    }
  }
}
