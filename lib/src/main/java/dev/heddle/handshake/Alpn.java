package dev.heddle.handshake;

/** A server's choice of an application protocol (RFC 7301 section 3.1). */
final class Alpn {

  private Alpn() {}

  /** Demands one name out of those we have offered; nothing if there is no such extension. */
  static void check(Extensions extensions, ClientOffer offer) throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    if (body == null) {
      return;
    }
    String where = extensions.name(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION);
    Octets names = body.vector16(where);
    body.end(where);
    Octets name = names.vector8(where).notEmpty(where);
    while (!names.isEmpty()) {
      names.vector8(where).notEmpty(where);
      if (names.isEmpty()) {
        throw BrokenRuleException.illegal(where + " selects more than one protocol");
      }
    }
    if (!offer.offersProtocol(name)) {
      throw BrokenRuleException.illegal(where + " selects a protocol that was not offered");
    }
  }
}
