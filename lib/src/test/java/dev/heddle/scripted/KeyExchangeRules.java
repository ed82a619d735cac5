package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECRYPT_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import java.util.List;

/** Shares, signatures and Finished. */
final class KeyExchangeRules {

  private KeyExchangeRules() {}

  static List<ProtocolRule> all() {
    return List.of(
        client13(
            "an X25519 share of low order",
            "RFC 8446 7.4.2",
            ILLEGAL_PARAMETER,
            honest()
                .serverHello(
                    hello ->
                        hello.extensions.set(
                            Extensions.KEY_SHARE,
                            Bytes.of().u16(KeyShare.X25519).vec16(new byte[32]).done()))),
        server13(
            "an X25519 share of low order",
            "RFC 8446 7.4.2",
            ILLEGAL_PARAMETER,
            honest()
                .clientHello(
                    hello ->
                        hello.extensions.set(
                            Extensions.KEY_SHARE,
                            Bytes.of()
                                .vec16(list -> list.u16(KeyShare.X25519).vec16(new byte[32]))
                                .done()))),
        client13("a wrong Finished", "RFC 8446 4.4.4", DECRYPT_ERROR, wrongFinished()),
        server13("a wrong Finished", "RFC 8446 4.4.4", DECRYPT_ERROR, wrongFinished()),
        client12("a wrong Finished", "RFC 5246 7.2.2", DECRYPT_ERROR, wrongFinished()),
        server12("a wrong Finished", "RFC 5246 7.2.2", DECRYPT_ERROR, wrongFinished()));
  }

  private static Script wrongFinished() {
    return honest().raw(Message.FINISHED, body -> Bytes.flip(body, 0));
  }
}
