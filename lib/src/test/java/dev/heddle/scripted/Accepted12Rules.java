package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.DECRYPT_ERROR;
import static dev.heddle.fault.Alert.HANDSHAKE_FAILURE;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.PROTOCOL_VERSION;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.resumed;
import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Resuming.in;
import static dev.heddle.scripted.Resuming.resuming;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ServerHello;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which sessions a client of TLS 1.2 offers, by ticket or by id, and what it takes for the answer.
 */
final class Accepted12Rules {

  private static final String HELLO = "RFC 5246 7.4.1.3";
  private static final String TICKET = "RFC 5077 3.3";
  private static final Terms TLS12 = Terms.client(TlsVersion.TLS_1_2);

  private Accepted12Rules() {}

  static List<ProtocolRule> all() {
    return Stream.of(hellos(), order(), renewals(), offers(), notOffered())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProtocolRule> hellos() {
    return List.of(
        hello(
            "another suite than the session's",
            HELLO,
            ILLEGAL_PARAMETER,
            h -> h.suite = Suites.ECDHE_RSA),
        hello(
            "a session without its extended_master_secret",
            "RFC 7627 5.3",
            HANDSHAKE_FAILURE,
            h -> h.extensions.remove(Extensions.EXTENDED_MASTER_SECRET)),
        hello(
            "TLS 1.1 with a session of TLS 1.2", HELLO, PROTOCOL_VERSION, h -> h.version = 0x0302),
        hello(
            "an answer to a ticket with an octet in it",
            "RFC 5077 3.2",
            DECODE_ERROR,
            h -> h.extensions.add(Extensions.SESSION_TICKET, (byte) 0)),
        accepted(
            TLS12,
            "a ticket that the server does not take",
            TICKET,
            honest()
                .earlier(given())
                .before(Message.SERVER_HELLO, server -> demandTicket(server, true))),
        accepted(
            TLS12,
            "a ticket that the server does not take but for another",
            TICKET,
            honest().earlier(given()).tickets(1)),
        accepted(
            in(TlsVersion.TLS_1_3, TLS12),
            "a ticket of TLS 1.2, and the server has TLS 1.3 now",
            "RFC 8446 4.1.2",
            honest().earlier(terms -> in(TlsVersion.TLS_1_2, terms), given())),
        accepted(
            TLS12,
            "a session id that the server does not take but for another",
            HELLO,
            honest().earlier(honest().sessionId()).sessionId()));
  }

  private static List<ProtocolRule> order() {
    return List.of(
        instead("Certificate in a short handshake", Message.CERTIFICATE, 0, 0, 0),
        instead("ServerHelloDone in a short handshake", Message.SERVER_HELLO_DONE),
        instead("CertificateRequest in a short handshake", Message.CERTIFICATE_REQUEST, 0, 0, 0, 0),
        client12(
            "Finished without change_cipher_spec in a short handshake",
            "RFC 5246 7.3",
            UNEXPECTED_MESSAGE,
            resuming()
                .instead(
                    Message.CHANGE_CIPHER_SPEC, peer -> peer.send(Message.FINISHED, new byte[12]))),
        client12(
            "a wrong Finished in a short handshake",
            "RFC 5246 7.4.9",
            DECRYPT_ERROR,
            resuming().raw(Message.FINISHED, body -> Bytes.flip(body, 0))),
        client12(
            "data instead of Finished in a short handshake",
            "RFC 5246 7.3",
            UNEXPECTED_MESSAGE,
            resuming().instead(Message.FINISHED, peer -> peer.data((byte) 1))));
  }

  private static List<ProtocolRule> renewals() {
    return List.of(
        resumed(TLS12, "a new ticket in a short handshake", TICKET, resuming().tickets(1)),
        resumed(
            TLS12,
            "the new ticket of a short handshake",
            TICKET,
            honest()
                .earlier(given())
                .earlier(given().resuming())
                .resuming()
                .before(Message.SERVER_HELLO, Accepted12Rules::demandNewest)),
        resumed(
            TLS12,
            "the new ticket of a full handshake after one that was not taken",
            TICKET,
            honest()
                .earlier(given())
                .earlier(given())
                .resuming()
                .before(Message.SERVER_HELLO, Accepted12Rules::demandNewest)),
        resumed(
            TLS12,
            "a ticket for the second time",
            "RFC 5077 3.4",
            honest().earlier(given()).earlier(honest().resuming()).resuming()),
        client12(
            "no ticket in a short handshake that announces one",
            TICKET,
            UNEXPECTED_MESSAGE,
            resuming().tickets(1).without(Message.NEW_SESSION_TICKET)),
        client12(
            "no ticket in a full handshake that announces one",
            TICKET,
            UNEXPECTED_MESSAGE,
            given().without(Message.NEW_SESSION_TICKET)),
        client12(
            "a ticket in a short handshake that announces none",
            TICKET,
            UNEXPECTED_MESSAGE,
            resuming().before(Message.CHANGE_CIPHER_SPEC, Accepted12Rules::sendTicket)),
        client12(
            "a ticket in a full handshake that announces none",
            TICKET,
            UNEXPECTED_MESSAGE,
            honest().before(Message.CHANGE_CIPHER_SPEC, Accepted12Rules::sendTicket)),
        client12(
            "two tickets in a short handshake",
            TICKET,
            UNEXPECTED_MESSAGE,
            resuming().tickets(1).twice(Message.NEW_SESSION_TICKET)),
        client12(
            "a ticket behind change_cipher_spec in a short handshake",
            TICKET,
            UNEXPECTED_MESSAGE,
            resuming().after(Message.CHANGE_CIPHER_SPEC, Accepted12Rules::sendTicket)),
        client12(
            "a ticket cut short in a short handshake",
            TICKET,
            DECODE_ERROR,
            resuming().tickets(1).raw(Message.NEW_SESSION_TICKET, body -> Bytes.cut(body, 1))),
        client12(
            "an octet behind a ticket in a short handshake",
            TICKET,
            DECODE_ERROR,
            resuming().tickets(1).newSessionTicket(ticket -> ticket.trailing = new byte[1])));
  }

  private static void sendTicket(Peer peer) {
    peer.send(Message.NEW_SESSION_TICKET, new Messages.NewSessionTicket(false));
  }

  private static void demandNewest(Peer peer) {
    byte[] newest = peer.memory.known.getFirst().ticket();
    byte[] offered = peer.clientHello().extensions.get(Extensions.SESSION_TICKET);
    peer.demand(Arrays.equals(newest, offered), "offers another ticket");
  }

  private static List<ProtocolRule> offers() {
    Duration ours = Sessions.create().lifetime();
    return List.of(
        resumed(
            TLS12,
            "a ticket whose server says nothing of its lifetime",
            TICKET,
            honest().earlier(given().newSessionTicket(t -> t.lifetime = 0)).resuming()),
        resumed(
            TLS12,
            "a session id for the second time",
            HELLO,
            honest().earlier(honest().sessionId()).earlier(honest().resuming()).resuming()),
        resumed(
            TLS12,
            "a session of almost our lifetime",
            "`Sessions`",
            honest().earlier(after(ours.minusSeconds(1))).resuming()));
  }

  private static List<ProtocolRule> notOffered() {
    Duration ours = Sessions.create().lifetime();
    int fatal = Alert.ILLEGAL_PARAMETER.code();
    String alerts = "RFC 5246 7.2.2";
    return List.of(
        unused("an empty ticket", TICKET, given().newSessionTicket(t -> t.ticket = new byte[0])),
        unused("a ticket past our lifetime", "`Sessions`", after(ours.plusSeconds(1))),
        unused(
            "a ticket past its lifetime",
            TICKET,
            given()
                .newSessionTicket(t -> t.lifetime = 600)
                .then(peer -> peer.pass(Duration.ofSeconds(601)))),
        unused(
            "a session without extended_master_secret",
            "RFC 7627 5.3",
            given().serverHello(h -> h.extensions.remove(Extensions.EXTENDED_MASTER_SECRET))),
        unused(
            "the ticket of a session that got a fatal alert",
            alerts,
            given().then(peer -> peer.alert(2, fatal))),
        unused(
            "the ticket of a session that we have ended with a fatal alert",
            alerts,
            given().then(peer -> peer.send(Message.KEY_UPDATE, (byte) 0))),
        unused(
            "the ticket of a session that ended without close_notify",
            "our limit",
            given().then(Peer::end)),
        unusedId(
            "the id of a session that got a fatal alert",
            alerts,
            honest().sessionId().then(peer -> peer.alert(2, fatal))),
        unusedId(
            "the id of a session past our lifetime",
            "`Sessions`",
            honest().sessionId().then(peer -> peer.pass(ours.plusSeconds(1)))),
        accepted(
            TLS12,
            "a ticket for another server name",
            "RFC 6066 3",
            honest()
                .earlier(terms -> terms.serverName("other.example"), given())
                .before(Message.SERVER_HELLO, server -> demandTicket(server, false))));
  }

  /** Whether the client offers a ticket; an empty one asks for one. */
  private static void demandTicket(Peer peer, boolean expected) {
    Extensions extensions = peer.clientHello().extensions;
    boolean offers =
        extensions.has(Extensions.SESSION_TICKET)
            && extensions.get(Extensions.SESSION_TICKET).length > 0;
    peer.demand(offers == expected, offers ? "offers a ticket" : "offers no ticket");
  }

  private static Script after(Duration time) {
    return given().newSessionTicket(t -> t.lifetime = 604800).then(peer -> peer.pass(time));
  }

  private static ProtocolRule unused(String rule, String source, Script before) {
    return accepted(
        TLS12,
        rule,
        source,
        honest()
            .earlier(before)
            .before(Message.SERVER_HELLO, server -> demandTicket(server, false)));
  }

  private static ProtocolRule unusedId(String rule, String source, Script before) {
    return accepted(
        TLS12,
        rule,
        source,
        honest()
            .earlier(before)
            .before(
                Message.SERVER_HELLO,
                peer ->
                    peer.demand(
                        peer.memory.known.stream()
                            .noneMatch(s -> Arrays.equals(s.id(), peer.clientHello().sessionId)),
                        "offers the session")));
  }

  private static ProtocolRule hello(
      String rule, String source, Alert alert, Consumer<ServerHello> change) {
    return client12(rule, source, alert, resuming().serverHello(change));
  }

  private static ProtocolRule instead(String rule, Message message, int... body) {
    byte[] octets = Bytes.of(body).done();
    return client12(
        rule,
        "RFC 5246 7.3",
        UNEXPECTED_MESSAGE,
        resuming().before(Message.CHANGE_CIPHER_SPEC, peer -> peer.send(message, octets)));
  }
}
