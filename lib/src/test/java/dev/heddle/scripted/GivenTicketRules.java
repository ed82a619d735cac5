package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.resumed;
import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Resuming.resuming;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsVersion;
import dev.heddle.scripted.Messages.NewSessionTicket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which tickets a server gives, and what is in them. */
final class GivenTicketRules {

  private static final String TICKET = "RFC 8446 4.6.1";
  private static final String MODES = "RFC 8446 4.2.9";
  private static final Terms TLS13 = Terms.server(TlsVersion.TLS_1_3);
  private static final Terms TLS12 = Terms.server(TlsVersion.TLS_1_2);

  private GivenTicketRules() {}

  static List<ProtocolRule> all() {
    Duration lifetime = Sessions.create().lifetime();
    return List.of(
        accepted(TLS13, "two tickets for a client that takes them", TICKET, number(given(), 2)),
        accepted(
            TLS13.ours(c -> c.sessions(c.build().sessions().withTickets(5))),
            "five tickets where so many are set",
            "`Sessions`",
            number(given(), 5)),
        accepted(
            TLS13.ours(c -> c.sessions(Sessions.none())),
            "no ticket where there are to be no sessions",
            "`Sessions`",
            number(given(), 0)),
        resumed(TLS13, "one ticket for a client that resumes", TICKET, number(resuming(), 1)),
        accepted(TLS13, "no ticket without psk_key_exchange_modes", MODES, number(honest(), 0)),
        accepted(
            TLS13,
            "no ticket for psk_ke alone",
            MODES,
            number(
                given()
                    .clientHello(
                        h ->
                            h.extensions.set(
                                Extensions.PSK_KEY_EXCHANGE_MODES, Bytes.of(1, 0).done())),
                0)),
        each("tickets for our lifetime", "`Sessions`", t -> t.lifetime == lifetime.toSeconds()),
        each(
            "tickets without early data",
            "RFC 8446 4.2.10",
            ticket -> !ticket.extensions.has(Extensions.EARLY_DATA)),
        distinct("tickets of different nonces", t -> ByteBuffer.wrap(t.nonce)),
        distinct("tickets whose ages are hidden in different ways", t -> t.ageAdd),
        resumed(
            TLS13,
            "a ticket for what is left of the lifetime of the first",
            "`Sessions`",
            honest()
                .earlier(given(Duration.ofMinutes(30)))
                .resuming()
                .then(
                    peer ->
                        demandEach(
                            peer, t -> t.lifetime == lifetime.minusMinutes(30).toSeconds()))),
        accepted(
            TLS12,
            "no ticket without extended_master_secret",
            "RFC 7627 5.4",
            given()
                .clientHello(h -> h.extensions.remove(Extensions.EXTENDED_MASTER_SECRET))
                .then(peer -> peer.demand(peer.memory.known.isEmpty(), "gave a session"))),
        accepted(
            TLS12,
            "a session id instead of a ticket that is not asked for",
            "RFC 5246 7.4.1.3",
            honest()
                .then(
                    peer ->
                        peer.demand(peer.serverHello().sessionId.length == 32, Peer.GAVE_NONE))));
  }

  private static Script number(Script script, int expected) {
    return script.then(
        peer -> {
          int given = tickets(peer).size();
          peer.demand(given == expected, "gave " + given + " tickets");
        });
  }

  private static ProtocolRule each(String rule, String source, Predicate<NewSessionTicket> right) {
    return accepted(TLS13, rule, source, given().then(peer -> demandEach(peer, right)));
  }

  private static void demandEach(Peer peer, Predicate<NewSessionTicket> right) {
    List<NewSessionTicket> tickets = tickets(peer);
    peer.demand(!tickets.isEmpty(), Peer.GAVE_NONE);
    peer.demand(tickets.stream().allMatch(right), "gave other tickets");
  }

  private static ProtocolRule distinct(String rule, Function<NewSessionTicket, Object> field) {
    return accepted(
        TLS13,
        rule,
        TICKET,
        given()
            .then(
                peer -> {
                  List<NewSessionTicket> tickets = tickets(peer);
                  peer.demand(!tickets.isEmpty(), Peer.GAVE_NONE);
                  long different = tickets.stream().map(field).distinct().count();
                  peer.demand(different == tickets.size(), "gave tickets that are alike");
                }));
  }

  private static List<NewSessionTicket> tickets(Peer peer) {
    peer.readRest();
    return peer.later.stream()
        .filter(message -> message.code() == Message.NEW_SESSION_TICKET.code)
        .map(message -> NewSessionTicket.read(true, message.body()))
        .toList();
  }
}
