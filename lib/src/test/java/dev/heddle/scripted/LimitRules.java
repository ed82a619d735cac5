package dev.heddle.scripted;

import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.PeerLimits;
import dev.heddle.config.TlsVersion;
import dev.heddle.scripted.Script.Step;
import java.util.List;

/** How much a peer may cost us: {@link PeerLimits}. No RFC sets these limits. */
final class LimitRules {

  private static final String SOURCE = "`PeerLimits`";
  private static final int MOST = PeerLimits.defaults().idleMessages();

  private static final Terms SERVER_13 = Terms.server(TlsVersion.TLS_1_3);

  private LimitRules() {}

  static List<ProtocolRule> all() {
    Step empty = peer -> peer.data();
    Step keyUpdate = peer -> peer.keyUpdate(0);
    Step helloRequest = peer -> peer.send(Message.HELLO_REQUEST);
    Step hello = peer -> peer.record(Record.HANDSHAKE, Message.CLIENT_HELLO.framed());
    Step data = peer -> peer.data((byte) 1);
    Step changeCipherSpec = peer -> peer.plain(Record.CHANGE_CIPHER_SPEC, (byte) 1);
    Step warning = peer -> peer.alert(1, 112);
    Step canceled = peer -> peer.alert(1, 90);
    return List.of(
        accepted(SERVER_13, MOST + " empty records", SOURCE, after(MOST, empty)),
        flooded13("empty records", after(MOST + 1, empty)),
        accepted(SERVER_13, MOST + " KeyUpdates", SOURCE, after(MOST, keyUpdate)),
        flooded13("KeyUpdates", after(MOST + 1, keyUpdate)),
        accepted(
            SERVER_13,
            "twice as many KeyUpdates with data between them",
            SOURCE,
            after(MOST, keyUpdate).then(data).then(times(MOST, keyUpdate))),
        flooded13(
            "change_cipher_spec records",
            honest().before(Message.FINISHED, times(MOST + 1, changeCipherSpec))),
        client12(
            MOST + 1 + " HelloRequests in the handshake",
            SOURCE,
            UNEXPECTED_MESSAGE,
            honest().before(Message.CERTIFICATE, times(MOST + 1, helloRequest))),
        client12(
            MOST + 1 + " HelloRequests after the handshake",
            SOURCE,
            UNEXPECTED_MESSAGE,
            after(MOST + 1, helloRequest)),
        server12(
            MOST + 1 + " attempts to renegotiate between data",
            SOURCE,
            UNEXPECTED_MESSAGE,
            after(
                MOST + 1,
                peer -> {
                  hello.run(peer);
                  data.run(peer);
                })),
        client12("5 warning alerts", SOURCE, UNEXPECTED_MESSAGE, after(5, warning)),
        client13("5 user_canceled alerts", SOURCE, UNEXPECTED_MESSAGE, after(5, canceled)),
        accepted(Terms.client(TlsVersion.TLS_1_2), "4 warning alerts", SOURCE, after(4, warning)),
        client13("a handshake message of 65537 bytes", SOURCE, ILLEGAL_PARAMETER, tooLong()),
        server13(
            "a ClientHello of 65537 bytes",
            SOURCE,
            ILLEGAL_PARAMETER,
            honest()
                .before(
                    Message.CLIENT_HELLO,
                    peer -> peer.plain(Record.HANDSHAKE, new byte[] {1, 1, 0, 1}))),
        server13(
            "a message of 1025 bytes after the handshake",
            SOURCE,
            ILLEGAL_PARAMETER,
            honest().then(peer -> peer.record(Record.HANDSHAKE, new byte[] {1, 0, 4, 1}))),
        server13(
                "more bytes before the handshake is done than a server allows",
                SOURCE,
                UNEXPECTED_MESSAGE,
                honest().before(Message.FINISHED, peer -> peer.padded(5000, Record.ALERT, WARNING)))
            .terms(terms -> terms.ours(config -> config.peerLimits(small()))),
        client13(
                "more bytes before the handshake is done than a client allows",
                SOURCE,
                UNEXPECTED_MESSAGE,
                honest().before(Message.FINISHED, peer -> peer.padded(5000, Record.ALERT, WARNING)))
            .terms(terms -> terms.ours(config -> config.peerLimits(small()))));
  }

  private static final byte[] WARNING = {1, 90};

  private static PeerLimits small() {
    return PeerLimits.defaults().withHandshakeBytes(4096);
  }

  private static ProtocolRule flooded13(String what, Script script) {
    return server13(MOST + 1 + " " + what, SOURCE, UNEXPECTED_MESSAGE, script);
  }

  private static Script tooLong() {
    return honest()
        .before(
            Message.CERTIFICATE, peer -> peer.record(Record.HANDSHAKE, new byte[] {11, 1, 0, 1}));
  }

  private static Script after(int times, Step step) {
    return honest().then(times(times, step));
  }

  private static Step times(int times, Step step) {
    return peer -> {
      for (int i = 0; i < times; i++) {
        step.run(peer);
      }
    };
  }
}
