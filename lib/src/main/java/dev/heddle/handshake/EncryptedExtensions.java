package dev.heddle.handshake;

/** A server's EncryptedExtensions (RFC 8446 section 4.3.1). */
final class EncryptedExtensions {

  static final String WHERE = "EncryptedExtensions";

  private EncryptedExtensions() {}

  static void check(Octets body, ClientOffer offer, Limits limits) throws BrokenRuleException {
    Octets block = body.vector16(WHERE);
    body.end(WHERE);
    Extensions extensions = Extensions.read(WHERE, block, limits.extensions());
    extensions.answer(ExtensionType.Place.ENCRYPTED_EXTENSIONS, offer.extensionTypes());
    // RFC 6066 section 3: the acknowledgement is empty.
    extensions.requireEmpty(ExtensionType.SERVER_NAME);
    Alpn.check(extensions, offer);
    checkGroups(extensions);
  }

  /** What the server would have us use next time; only its form matters (section 4.2.7). */
  private static void checkGroups(Extensions extensions) throws BrokenRuleException {
    Octets body = extensions.body(ExtensionType.SUPPORTED_GROUPS);
    if (body != null) {
      String name = extensions.name(ExtensionType.SUPPORTED_GROUPS);
      body.vector16(name).notEmpty(name).u16s(name);
      body.end(name);
    }
  }
}
