package dev.heddle.scripted;

import static dev.heddle.fault.Alert.BAD_RECORD_MAC;
import static dev.heddle.fault.Alert.RECORD_OVERFLOW;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import java.util.ArrayList;
import java.util.List;

/** Records, whatever is in them: boundaries, protection, lengths, change_cipher_spec. */
final class RecordRules {

  private static final int MOST = 1 << 14;
  private static final Terms CLIENT_13 = Terms.client(TlsVersion.TLS_1_3);
  private static final Terms SERVER_13 = Terms.server(TlsVersion.TLS_1_3);
  private static final Terms CLIENT_12 = Terms.client(TlsVersion.TLS_1_2);
  private static final Terms SERVER_12 = Terms.server(TlsVersion.TLS_1_2);

  private RecordRules() {}

  static List<ProtocolRule> all() {
    List<ProtocolRule> rules = new ArrayList<>();
    rules.addAll(keyChanges());
    rules.addAll(fragments());
    rules.addAll(protection());
    rules.addAll(lengths());
    rules.addAll(changeCipherSpecs13());
    rules.addAll(changeCipherSpecs12());
    return rules;
  }

  /** No handshake bytes on both sides of a change of keys. */
  private static List<ProtocolRule> keyChanges() {
    byte[] ticket = Message.NEW_SESSION_TICKET.framed();
    return List.of(
        client13(
            "EncryptedExtensions in ServerHello's record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest().together(Message.SERVER_HELLO, Message.ENCRYPTED_EXTENSIONS)),
        client13(
            "the first byte of a message in ServerHello's record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            followed(Message.SERVER_HELLO, (byte) 8)),
        client13(
            "a message behind Finished in its record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            followed(Message.FINISHED, ticket)),
        server13(
            "a message behind Finished in its record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            followed(Message.FINISHED, Message.KEY_UPDATE.framed((byte) 0))),
        server13(
            "a message behind ClientHello in its record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            followed(Message.CLIENT_HELLO, Message.FINISHED.framed(new byte[32]))),
        server13(
            "the first byte of a message in ClientHello's record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            followed(Message.CLIENT_HELLO, (byte) 20)),
        server12(
            "a message behind ClientHello in its record",
            "RFC 5246 7.3",
            UNEXPECTED_MESSAGE,
            followed(Message.CLIENT_HELLO, Message.CLIENT_KEY_EXCHANGE.framed((byte) 0))),
        server13(
            "the first byte of a message behind a KeyUpdate in its record",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest()
                .then(
                    peer -> {
                      byte[] update = Message.KEY_UPDATE.framed((byte) 0);
                      peer.record(Record.HANDSHAKE, Bytes.concat(update, new byte[] {24}));
                    })),
        client12(
            "the first byte of a message before change_cipher_spec",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.CHANGE_CIPHER_SPEC, peer -> peer.record(Record.HANDSHAKE, (byte) 20))),
        accepted(
            CLIENT_12,
            "ServerHello and Certificate in one record",
            "RFC 5246 6.2.1",
            honest().together(Message.SERVER_HELLO, Message.CERTIFICATE)));
  }

  private static Script followed(Message message, byte... more) {
    return honest().framed(message, frame -> Bytes.concat(frame, more));
  }

  /** Nothing comes between the parts of a message, and each part has something in it. */
  private static List<ProtocolRule> fragments() {
    return List.of(
        client13(
            "an alert between the parts of a message",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest()
                .before(Message.CERTIFICATE, peer -> part(peer, Message.CERTIFICATE))
                .before(Message.CERTIFICATE, peer -> peer.alert(1, 90))),
        client13(
            "a change_cipher_spec between the parts of a message",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest()
                .before(Message.CERTIFICATE, peer -> part(peer, Message.CERTIFICATE))
                .before(
                    Message.CERTIFICATE, peer -> peer.plain(Record.CHANGE_CIPHER_SPEC, (byte) 1))),
        server13(
            "data between the parts of a message",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest()
                .then(peer -> part(peer, Message.KEY_UPDATE))
                .then(peer -> peer.data((byte) 1))),
        client12(
            "data between the parts of a message",
            "RFC 5246 6.2.1",
            UNEXPECTED_MESSAGE,
            honest()
                .then(peer -> part(peer, Message.HELLO_REQUEST))
                .then(peer -> peer.data((byte) 1))),
        client13(
            "an empty record of handshake messages",
            "RFC 8446 5.4",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CERTIFICATE, peer -> peer.record(Record.HANDSHAKE))),
        server13(
            "an empty record of handshake messages",
            "RFC 8446 5.1",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CLIENT_HELLO, peer -> peer.plain(Record.HANDSHAKE))),
        client12(
            "an empty record of handshake messages",
            "RFC 5246 6.2.1",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CERTIFICATE, peer -> peer.plain(Record.HANDSHAKE))),
        server13(
            "an empty alert",
            "RFC 8446 5.4",
            UNEXPECTED_MESSAGE,
            honest().then(peer -> peer.record(Record.ALERT))),
        accepted(
            CLIENT_13,
            "a message in many records",
            "RFC 8446 5.1",
            honest().split(Message.CERTIFICATE, 1, 1, 1, 1, 1, 100)),
        accepted(
            SERVER_13,
            "a message in many records",
            "RFC 8446 5.1",
            honest().split(Message.CLIENT_HELLO, 1, 1, 1, 1, 1, 30)),
        accepted(
            SERVER_13,
            "an empty record of data",
            "RFC 8446 5.4",
            honest().then(peer -> peer.data())));
  }

  private static void part(Peer peer, Message message) {
    peer.record(Record.HANDSHAKE, (byte) message.code, (byte) 0, (byte) 0);
  }

  private static List<ProtocolRule> protection() {
    return List.of(
        client13(
            "a handshake message that is not protected",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.ENCRYPTED_EXTENSIONS,
                    peer -> peer.plain(Record.HANDSHAKE, Message.ENCRYPTED_EXTENSIONS.framed()))),
        server13(
            "a Finished that is not protected",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest()
                .then(peer -> peer.plain(Record.HANDSHAKE, Message.FINISHED.framed(new byte[32])))),
        server13(
            "a Finished that is not protected, in its turn",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest().before(Message.FINISHED, peer -> peer.out = null)),
        server13(
                "a Certificate that is not protected",
                "RFC 8446 5",
                UNEXPECTED_MESSAGE,
                honest()
                    .before(Message.CERTIFICATE, peer -> peer.nextIn = peer.out)
                    .before(Message.CERTIFICATE, peer -> peer.out = null)
                    .after(Message.CERTIFICATE, peer -> peer.out = peer.nextIn))
            .terms(Terms::withClientAuth),
        accepted(
            SERVER_13,
            "an alert that is not protected, from a client that may have no keys yet",
            "RFC 8446 6",
            honest()
                .before(Message.FINISHED, peer -> peer.plain(Record.ALERT, (byte) 1, (byte) 90))),
        client13(
            "data in place of the server's flight",
            "RFC 8446 2",
            UNEXPECTED_MESSAGE,
            honest().before(Message.ENCRYPTED_EXTENSIONS, peer -> peer.data((byte) 1))),
        server13(
            "data before Finished",
            "RFC 8446 2",
            UNEXPECTED_MESSAGE,
            honest().before(Message.FINISHED, peer -> peer.data((byte) 1))),
        server12(
            "data before Finished",
            "RFC 5246 7.3",
            UNEXPECTED_MESSAGE,
            honest().before(Message.FINISHED, peer -> peer.data((byte) 1))),
        client13("an altered record", "RFC 8446 5.2", BAD_RECORD_MAC, altered()),
        server13("an altered record", "RFC 8446 5.2", BAD_RECORD_MAC, altered()),
        client12("an altered record", "RFC 5246 7.2.2", BAD_RECORD_MAC, altered()),
        server12("an altered record", "RFC 5246 7.2.2", BAD_RECORD_MAC, altered()),
        client13("a record sent twice", "RFC 8446 5.3", BAD_RECORD_MAC, repeated()),
        server12("a record sent twice", "RFC 5246 6.2.3.3", BAD_RECORD_MAC, repeated()),
        client12(
            "a record of an unknown type",
            "RFC 5246 6",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CERTIFICATE, peer -> peer.plain(25, (byte) 1))),
        server13(
            "a protected record of an unknown type",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest().then(peer -> peer.record(25, (byte) 1))),
        client13(
            "a protected record of nothing but zeros",
            "RFC 8446 5.4",
            UNEXPECTED_MESSAGE,
            honest().then(peer -> peer.padded(10, 0))),
        accepted(
            CLIENT_13,
            "padding",
            "RFC 8446 5.4",
            honest().then(peer -> peer.padded(1000, Record.DATA, (byte) 1))),
        accepted(
            CLIENT_13,
            "another version in the header of records",
            "RFC 8446 5.1",
            honest().before(Message.SERVER_HELLO, peer -> peer.recordVersion = 0x0301)),
        accepted(
            SERVER_13,
            "another version in the header of records",
            "RFC 8446 5.1",
            honest().before(Message.CLIENT_HELLO, peer -> peer.recordVersion = 0x0304)));
  }

  private static Script altered() {
    return honest()
        .then(
            peer -> {
              byte[] record = peer.seal(Record.DATA, (byte) 1).bytes();
              peer.wire(Bytes.flip(record, record.length - 1));
            });
  }

  private static Script repeated() {
    return honest()
        .then(
            peer -> {
              byte[] record = peer.seal(Record.DATA, (byte) 1).bytes();
              peer.wire(record);
              peer.wire(record);
            });
  }

  private static List<ProtocolRule> lengths() {
    return List.of(
        client13(
            "more than 2^14 bytes, not protected",
            "RFC 8446 5.1",
            RECORD_OVERFLOW,
            honest()
                .before(Message.SERVER_HELLO, peer -> header(peer, Record.HANDSHAKE, MOST + 1))),
        server13(
            "more than 2^14 bytes, not protected",
            "RFC 8446 5.1",
            RECORD_OVERFLOW,
            honest()
                .before(Message.CLIENT_HELLO, peer -> header(peer, Record.HANDSHAKE, MOST + 1))),
        client13(
            "more than 2^14 bytes of content",
            "RFC 8446 5.1",
            RECORD_OVERFLOW,
            honest().then(peer -> peer.data(new byte[MOST + 1]))),
        client13(
            "more than 2^14 + 1 bytes with the padding",
            "RFC 8446 5.4",
            RECORD_OVERFLOW,
            honest().then(peer -> peer.padded(MOST, Record.DATA, (byte) 1))),
        server13(
            "more than 2^14 + 256 bytes, protected",
            "RFC 8446 5.2",
            RECORD_OVERFLOW,
            honest().then(peer -> header(peer, Record.DATA, MOST + 257))),
        server12(
            "more than 2^14 bytes of content",
            "RFC 5246 6.2.1",
            RECORD_OVERFLOW,
            honest().then(peer -> peer.data(new byte[MOST + 1]))),
        client12(
            "more than 2^14 + 2048 bytes, protected",
            "RFC 5246 6.2.3",
            RECORD_OVERFLOW,
            honest().then(peer -> header(peer, Record.DATA, MOST + 2049))),
        client13(
            "a protected record too short to be one",
            "RFC 8446 5.2",
            BAD_RECORD_MAC,
            honest().then(peer -> peer.plain(Record.DATA, new byte[8]))),
        client12(
            "a protected record too short to be one",
            "RFC 5246 7.2.2",
            BAD_RECORD_MAC,
            honest().then(peer -> peer.plain(Record.DATA, new byte[8]))),
        accepted(
            CLIENT_13,
            "2^14 bytes of content",
            "RFC 8446 5.1",
            honest().then(peer -> peer.data(new byte[MOST]))),
        accepted(
            SERVER_13,
            "2^14 + 1 bytes with the padding",
            "RFC 8446 5.4",
            honest().then(peer -> peer.padded(MOST - 1, Record.DATA, (byte) 1))));
  }

  /** A record whose header alone is too much. */
  private static void header(Peer peer, int type, int length) {
    peer.wire(Bytes.of(type).u16(0x0303).u16(length).done());
  }

  private static List<ProtocolRule> changeCipherSpecs13() {
    return List.of(
        accepted(
            CLIENT_13,
            "change_cipher_spec before ServerHello",
            "RFC 8446 5",
            honest().before(Message.SERVER_HELLO, RecordRules::changeCipherSpec)),
        accepted(
            CLIENT_13,
            "change_cipher_spec before Finished",
            "RFC 8446 5",
            honest().before(Message.FINISHED, RecordRules::changeCipherSpec)),
        accepted(
            SERVER_13,
            "change_cipher_spec before Finished",
            "RFC 8446 5",
            honest().before(Message.FINISHED, RecordRules::changeCipherSpec)),
        server13(
            "change_cipher_spec before ClientHello",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CLIENT_HELLO, RecordRules::changeCipherSpec)),
        client13(
            "change_cipher_spec of another value",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest()
                .before(Message.FINISHED, peer -> peer.plain(Record.CHANGE_CIPHER_SPEC, (byte) 2))),
        client13(
            "change_cipher_spec of another value before ServerHello",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.SERVER_HELLO, peer -> peer.plain(Record.CHANGE_CIPHER_SPEC, (byte) 2))),
        server13(
            "change_cipher_spec of two bytes",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.FINISHED,
                    peer -> peer.plain(Record.CHANGE_CIPHER_SPEC, (byte) 1, (byte) 1))),
        client13(
            "change_cipher_spec that is protected",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.FINISHED, peer -> peer.record(Record.CHANGE_CIPHER_SPEC, (byte) 1))),
        client13(
            "change_cipher_spec after the handshake",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest().then(RecordRules::changeCipherSpec)),
        server13(
            "change_cipher_spec after the handshake",
            "RFC 8446 5",
            UNEXPECTED_MESSAGE,
            honest().then(RecordRules::changeCipherSpec)));
  }

  private static void changeCipherSpec(Peer peer) {
    peer.plain(Record.CHANGE_CIPHER_SPEC, (byte) 1);
  }

  /** What CVE-2014-0224 was about. */
  private static List<ProtocolRule> changeCipherSpecs12() {
    return List.of(
        client12(
            "change_cipher_spec before Certificate",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CERTIFICATE, RecordRules::changeCipherSpec)),
        server12(
            "change_cipher_spec before ClientKeyExchange",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().before(Message.CLIENT_KEY_EXCHANGE, RecordRules::changeCipherSpec)),
        client12(
            "no change_cipher_spec",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().instead(Message.CHANGE_CIPHER_SPEC, peer -> {})),
        server12(
            "no change_cipher_spec",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().instead(Message.CHANGE_CIPHER_SPEC, peer -> {})),
        server12(
            "change_cipher_spec twice",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().before(Message.FINISHED, peer -> peer.record(20, (byte) 1))),
        client12(
            "change_cipher_spec after the handshake",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().then(peer -> peer.record(Record.CHANGE_CIPHER_SPEC, (byte) 1))),
        accepted(
            SERVER_12,
            "data in records of one byte",
            "RFC 5246 6.2.1",
            honest().then(peer -> peer.data((byte) 1)).then(peer -> peer.data((byte) 2))));
  }
}
