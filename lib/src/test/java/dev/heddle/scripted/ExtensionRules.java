package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNSUPPORTED_EXTENSION;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import java.util.List;

/** Which extensions may stand where, and how often. */
final class ExtensionRules {

  private ExtensionRules() {}

  static List<ProtocolRule> all() {
    byte[] http = Bytes.of().vec16(list -> list.vec8("h2".getBytes())).done();
    return List.of(
        client13(
            "EncryptedExtensions with ALPN that was not offered",
            "RFC 8446 4.2",
            UNSUPPORTED_EXTENSION,
            honest().encryptedExtensions(message -> message.extensions.add(Extensions.ALPN, http))),
        client13(
                "EncryptedExtensions with one extension twice",
                "RFC 8446 4.2",
                ILLEGAL_PARAMETER,
                honest().encryptedExtensions(message -> message.extensions.repeat(Extensions.ALPN)))
            .terms(terms -> terms.alpn("h2")),
        server13(
            "a ClientHello with one extension twice",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            honest().clientHello(hello -> hello.extensions.repeat(Extensions.SUPPORTED_GROUPS))),
        client13(
            "an octet behind EncryptedExtensions",
            "RFC 8446 4.3.1",
            DECODE_ERROR,
            honest().encryptedExtensions(message -> message.trailing = new byte[1])));
  }
}
