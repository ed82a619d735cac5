package dev.heddle.scripted;

import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.closed;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.ProtocolRule.silent;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.List;

/** Which message may come when, in which records, and what follows the handshake. */
final class OrderRules {

  private OrderRules() {}

  static List<ProtocolRule> all() {
    Terms client13 = Terms.client(TlsVersion.TLS_1_3);
    return List.of(
        client13(
            "ServerHello twice",
            "RFC 8446 4",
            UNEXPECTED_MESSAGE,
            honest().twice(Message.SERVER_HELLO)),
        client13(
            "no Certificate",
            "RFC 8446 4",
            UNEXPECTED_MESSAGE,
            honest().without(Message.CERTIFICATE)),
        client13(
            "a KeyUpdate that shares its record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest().then(OrderRules::sharedKeyUpdate)),
        server13(
            "a KeyUpdate that asks for something else",
            "RFC 8446 4.6.3",
            ILLEGAL_PARAMETER,
            honest().then(peer -> peer.keyUpdate(2))),
        silent(
            client13,
            "a handshake_failure that calls itself a warning",
            "RFC 8446 6",
            honest().then(peer -> peer.alert(1, Alert.HANDSHAKE_FAILURE.code()))),
        closed(client13, "a close_notify", "RFC 8446 6.1", honest().then(Peer::closeNotify)),
        silent(client13, "an end without close_notify", "RFC 8446 6.1", honest().then(Peer::end)));
  }

  private static void sharedKeyUpdate(Peer peer) {
    byte[] update = Message.KEY_UPDATE.framed((byte) 0);
    peer.record(Record.HANDSHAKE, Bytes.concat(update, update));
    peer.newKeys();
    peer.newKeys();
  }
}
