package dev.heddle.scripted;

import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.resumed;
import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.scripted.Messages.NewSessionTicket;
import dev.heddle.scripted.OfferedPsks.Offer;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Which tickets a client of TLS 1.3 offers, how often, and what it says with them. */
final class TicketRules {

  private static final String LIFETIME = "RFC 8446 4.6.1";
  private static final String AGE = "RFC 8446 4.2.11.1";
  private static final Terms TLS13 = Terms.client(TlsVersion.TLS_1_3);

  private TicketRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(lifetimes(), hellos(), uses(), settings()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> lifetimes() {
    Duration ours = Sessions.create().lifetime();
    return List.of(
        unused("a ticket for no time", LIFETIME, ticket(t -> t.lifetime = 0)),
        resumed(
            TLS13,
            "a ticket of almost its lifetime",
            LIFETIME,
            resuming(after(Duration.ofSeconds(599), t -> t.lifetime = 600))),
        unused(
            "a ticket past its lifetime",
            LIFETIME,
            after(Duration.ofSeconds(601), t -> t.lifetime = 600)),
        resumed(
            TLS13,
            "a ticket of almost our lifetime",
            "`Sessions`",
            resuming(after(ours.minusSeconds(1), t -> t.lifetime = 604800))),
        unused(
            "a ticket past our lifetime",
            "`Sessions`",
            after(ours.plusSeconds(1), t -> t.lifetime = 604800)),
        unused(
            "a ticket past our lifetime, of a session that was resumed",
            "`Sessions`",
            honest()
                .earlier(after(ours.dividedBy(2), t -> t.lifetime = 604800))
                .resuming()
                .tickets(1)
                .newSessionTicket(t -> t.lifetime = 604800)
                .then(peer -> peer.pass(ours.dividedBy(2).plusSeconds(1)))),
        unused(
            "a ticket, and a clock that is set back",
            AGE,
            given().then(peer -> peer.pass(Duration.ofSeconds(-1)))),
        resumed(
            TLS13,
            "an obfuscated age",
            AGE,
            resuming(after(Duration.ofMillis(12_345), t -> {}))
                .before(Message.SERVER_HELLO, TicketRules::demandAge)),
        resumed(
            TLS13,
            "an obfuscated age beyond 2^32",
            AGE,
            resuming(after(Duration.ofSeconds(1000), t -> t.ageAdd = 0xFFFF_FFFFL))
                .before(Message.SERVER_HELLO, TicketRules::demandAge)));
  }

  /** The age that the server reckons with its own clock, which is the client's here. */
  private static void demandAge(Peer peer) {
    PeerSession session = peer.memory.known.getFirst();
    Offer offer = offers(peer).getFirst();
    long expected = session.obfuscatedAge(peer.memory.clock().instant());
    peer.demand(offer.age == expected, "says " + offer.age + " for an age of " + expected);
  }

  private static List<ProtocolRule> hellos() {
    return List.of(
        resumed(
            TLS13,
            "pre_shared_key as the last extension",
            "RFC 8446 4.2.11",
            offering(
                peer ->
                    peer.demand(
                        peer.clientHello().extensions.entries.getLast().type()
                            == Extensions.PRE_SHARED_KEY,
                        "has another extension last"))),
        resumed(TLS13, "psk_dhe_ke alone", "RFC 8446 4.2.9", offering(TicketRules::demandPskDheKe)),
        accepted(
            TLS13,
            "psk_dhe_ke without a ticket",
            "RFC 8446 4.2.9",
            honest().before(Message.SERVER_HELLO, TicketRules::demandPskDheKe)),
        resumed(
            TLS13,
            "no early data with a ticket that allows it",
            "RFC 8446 4.2.10",
            resuming(
                    ticket(
                        t -> t.extensions.add(Extensions.EARLY_DATA, Bytes.of().u32(16384).done())))
                .before(
                    Message.SERVER_HELLO,
                    peer ->
                        peer.demand(
                            !peer.clientHello().extensions.has(Extensions.EARLY_DATA),
                            "offers early data"))));
  }

  private static void demandPskDheKe(Peer peer) {
    Extensions extensions = peer.clientHello().extensions;
    boolean right =
        extensions.has(Extensions.PSK_KEY_EXCHANGE_MODES)
            && Arrays.equals(
                Bytes.of(1, 1).done(), extensions.get(Extensions.PSK_KEY_EXCHANGE_MODES));
    peer.demand(right, "has other modes");
  }

  private static List<ProtocolRule> uses() {
    String once = "RFC 8446 C.4";
    return List.of(
        unused("a ticket that was resumed with", once, honest().earlier(given()).resuming()),
        unused("a ticket that was not taken", once, honest().earlier(given())),
        resumed(
            TLS13,
            "the newest of two tickets",
            LIFETIME,
            resuming(honest().tickets(2))
                .before(Message.SERVER_HELLO, peer -> demandOffered(peer, 0))),
        resumed(
            TLS13,
            "the older of two tickets, after the newer",
            LIFETIME,
            honest()
                .earlier(honest().tickets(2))
                .earlier(honest().resuming())
                .resuming()
                .before(Message.SERVER_HELLO, peer -> demandOffered(peer, 1))),
        resumed(
            TLS13,
            "64 tickets",
            "`PeerLimits`",
            resuming(honest().tickets(64))
                .before(Message.SERVER_HELLO, peer -> demandOffered(peer, 0))),
        client13("256 tickets in a row", "`PeerLimits`", UNEXPECTED_MESSAGE, honest().tickets(256))
            .afterFinished());
  }

  private static void demandOffered(Peer peer, int age) {
    PeerSession expected = peer.memory.known.stream().skip(age).findFirst().orElseThrow();
    List<Offer> offers = offers(peer);
    boolean right = Arrays.equals(expected.ticket(), offers.getFirst().identity);
    peer.demand(right && offers.size() == 1, "offers another ticket");
  }

  private static List<Offer> offers(Peer peer) {
    return OfferedPsks.read(peer.clientHello().extensions.get(Extensions.PRE_SHARED_KEY)).offers;
  }

  /** What a ticket is not offered under, because it came of other settings. */
  private static List<ProtocolRule> settings() {
    return List.of(
        other("a ticket for another server name", terms -> terms.serverName("other.example")),
        other("a ticket that came under other trust", terms -> terms.ours(TicketRules::trustBoth)),
        other(
            "a ticket that came without a check",
            terms -> terms.ours(TlsConfig.Builder::insecureVerifyNone)),
        resumed(
            TLS13,
            "a ticket that came with other groups",
            LIFETIME,
            honest().earlier(terms -> terms.groups(NamedGroup.X25519), given()).resuming()));
  }

  private static void trustBoth(TlsConfig.Builder config) {
    config.trust(
        Trust.of(
            List.of(
                TestCerts.root().certificate(),
                TestCerts.localhost(KeyType.RSA_2048).certificate())));
  }

  private static ProtocolRule other(String rule, UnaryOperator<Terms> change) {
    return accepted(
        TLS13,
        rule,
        LIFETIME,
        honest().earlier(change, given()).before(Message.SERVER_HELLO, TicketRules::demandNothing));
  }

  private static void demandNothing(Peer peer) {
    peer.demand(!peer.clientHello().extensions.has(Extensions.PRE_SHARED_KEY), "offers the ticket");
  }

  private static Script ticket(Consumer<NewSessionTicket> change) {
    return given().newSessionTicket(change);
  }

  private static Script after(Duration time, Consumer<NewSessionTicket> change) {
    return ticket(change).then(peer -> peer.pass(time));
  }

  private static Script resuming(Script before) {
    return honest().earlier(before).resuming();
  }

  private static Script offering(Script.Step step) {
    return resuming(given()).before(Message.SERVER_HELLO, step);
  }

  /** The ticket of that connection is not offered on the next. */
  private static ProtocolRule unused(String rule, String source, Script before) {
    return accepted(
        TLS13,
        rule,
        source,
        following(before).before(Message.SERVER_HELLO, TicketRules::demandNothing));
  }

  /** After a connection, and those before it. */
  private static Script following(Script before) {
    Script script = honest();
    before.earlier().forEach(each -> script.earlier(each.terms(), each.script()));
    return script.earlier(before);
  }
}
