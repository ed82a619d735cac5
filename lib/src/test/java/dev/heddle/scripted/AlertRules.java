package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.HANDSHAKE_FAILURE;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.closed;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.ProtocolRule.silent;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import java.util.List;

/** The peer's alerts, and the end of a connection. */
final class AlertRules {

  private static final int WARNING = 1;
  private static final int FATAL = 2;
  private static final int CLOSE_NOTIFY = 0;
  private static final int INTERNAL_ERROR = 80;
  private static final int USER_CANCELED = 90;
  private static final int NO_RENEGOTIATION = 100;
  private static final int UNRECOGNIZED_NAME = 112;
  private static final int UNKNOWN = 200;

  private AlertRules() {}

  static List<ProtocolRule> all() {
    Terms client13 = Terms.client(TlsVersion.TLS_1_3);
    Terms server13 = Terms.server(TlsVersion.TLS_1_3);
    Terms client12 = Terms.client(TlsVersion.TLS_1_2);
    Terms server12 = Terms.server(TlsVersion.TLS_1_2);
    return List.of(
        silent(
            client13,
            "unrecognized_name as a warning in the handshake",
            "RFC 8446 6.2",
            inHandshake(UNRECOGNIZED_NAME)),
        silent(
            client13,
            "no_renegotiation as a warning",
            "RFC 8446 6.2",
            honest().then(peer -> peer.alert(WARNING, NO_RENEGOTIATION))),
        silent(
            server13,
            "internal_error as a warning",
            "RFC 8446 6.2",
            honest().then(peer -> peer.alert(WARNING, INTERNAL_ERROR))),
        silent(
            client13,
            "an unknown alert as a warning",
            "RFC 8446 6",
            honest().then(peer -> peer.alert(WARNING, UNKNOWN))),
        silent(
            server13,
            "a fatal alert in the handshake",
            "RFC 8446 6.2",
            honest().before(Message.FINISHED, peer -> peer.alert(FATAL, INTERNAL_ERROR))),
        accepted(
            client13,
            "user_canceled, and then the handshake goes on",
            "RFC 8446 6.1",
            inHandshake(USER_CANCELED)),
        accepted(
            client12,
            "unrecognized_name as a warning in the handshake",
            "RFC 6066 3",
            honest().before(Message.CERTIFICATE, peer -> peer.alert(WARNING, UNRECOGNIZED_NAME))),
        client12(
            "no_renegotiation that answers nothing",
            "RFC 5246 7.2.2",
            HANDSHAKE_FAILURE,
            honest().then(peer -> peer.alert(WARNING, NO_RENEGOTIATION))),
        client12(
            "an alert of level 3",
            "RFC 5246 7.2",
            ILLEGAL_PARAMETER,
            honest().then(peer -> peer.alert(3, INTERNAL_ERROR))),
        client13("an alert of one byte", "RFC 8446 5.1", DECODE_ERROR, cut()),
        server12("an alert of one byte", "RFC 5246 7.2", DECODE_ERROR, cut()),
        server13("two alerts in one record", "RFC 8446 5.1", DECODE_ERROR, two()),
        client12("two alerts in one record", "RFC 5246 7.2", DECODE_ERROR, two()),
        closed(server13, "a close_notify", "RFC 8446 6.1", honest().then(Peer::closeNotify)),
        closed(server12, "a close_notify", "RFC 5246 7.2.1", honest().then(Peer::closeNotify)),
        closed(
            client13,
            "a close_notify that calls itself fatal",
            "RFC 8446 6",
            honest().then(peer -> peer.alert(FATAL, CLOSE_NOTIFY)).then(Peer::closeNotify)),
        closed(
            client13,
            "data after close_notify",
            "RFC 8446 6.1",
            honest()
                .then(Peer::closeNotify)
                .then(peer -> peer.data((byte) 1))
                .then(peer -> peer.demand(peer.subject.data().length == 0, "read it"))),
        closed(client13, "data after our own close_notify", "RFC 8446 6.1", halfClosed()),
        closed(server12, "data after our own close_notify", "RFC 5246 7.2.1", halfClosed()),
        silent(client12, "an end without close_notify", "RFC 5246 7.2.1", honest().then(Peer::end)),
        silent(
            server13,
            "an end in the handshake",
            "RFC 8446 6.1",
            honest().before(Message.FINISHED, Peer::end)),
        client13(
            "a HelloRequest after the handshake",
            "RFC 8446 4",
            UNEXPECTED_MESSAGE,
            honest().then(peer -> peer.send(Message.HELLO_REQUEST))));
  }

  /** The one direction is closed, the other is not. */
  private static Script halfClosed() {
    return honest()
        .then(Peer::subjectShutsDown)
        .then(peer -> peer.data((byte) 1))
        .then(peer -> peer.demand(peer.subject.data().length == 1, "did not read it"))
        .then(Peer::closeNotify);
  }

  private static Script inHandshake(int description) {
    return honest().before(Message.CERTIFICATE, peer -> peer.alert(WARNING, description));
  }

  private static Script cut() {
    return honest().then(peer -> peer.record(Record.ALERT, (byte) WARNING));
  }

  private static Script two() {
    return honest().then(peer -> peer.record(Record.ALERT, new byte[] {1, 90, 1, 0}));
  }
}
