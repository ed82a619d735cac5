package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.DECRYPT_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.MISSING_EXTENSION;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.resumed;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Resuming.in;
import static dev.heddle.scripted.Resuming.resuming;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ClientHello;
import dev.heddle.scripted.OfferedPsks.Offer;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a server of TLS 1.3 makes of a ticket that comes back. Where it does not resume, the
 * handshake is a full one, and the client is told of no fault.
 */
final class OfferedPskRules {

  private static final String SOURCE = "RFC 8446 4.2.11";
  private static final Terms TLS13 = Terms.server(TlsVersion.TLS_1_3);
  private static final Terms RETRYING = TLS13.groups(NamedGroup.P_256);

  private OfferedPskRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(binders(), form(), tickets(), lists(), suites(), retries(), uses())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProtocolRule> binders() {
    byte[] none = new byte[32];
    return List.of(
        refused("a wrong binder", DECRYPT_ERROR, offer -> offer.binder = none),
        server13(
            "a binder by another key",
            SOURCE,
            DECRYPT_ERROR,
            resuming(known -> known.secret(Bytes.flip(known.secret(), 0)))),
        server13(
            "a binder of another hello",
            SOURCE,
            DECRYPT_ERROR,
            resuming().raw(Message.CLIENT_HELLO, body -> Bytes.flip(body, 2))),
        refused(
            "a known ticket with a binder of 31 octets",
            DECODE_ERROR,
            o -> o.binder = new byte[31]),
        refused("a binder of 48 octets for SHA-256", DECRYPT_ERROR, o -> o.binder = new byte[48]),
        list("a ticket without a binder", DECODE_ERROR, all -> List.of()),
        list("a ticket with two binders", ILLEGAL_PARAMETER, all -> List.of(all.get(0), none)),
        server13(
            "two tickets with one binder",
            SOURCE,
            ILLEGAL_PARAMETER,
            resuming()
                .clientHello(
                    hello -> {
                      hello.psks.offers.add(unknown());
                      hello.psks.binders = all -> List.of(all.get(0));
                    })));
  }

  private static List<ProtocolRule> form() {
    return List.of(
        server13(
            "a ticket in an extension that is not the last",
            SOURCE,
            ILLEGAL_PARAMETER,
            resuming().clientHello(hello -> hello.extensions.add(Extensions.UNKNOWN))),
        server13(
            "a ticket without psk_key_exchange_modes",
            "RFC 8446 4.2.9",
            MISSING_EXTENSION,
            resuming().clientHello(h -> h.extensions.remove(Extensions.PSK_KEY_EXCHANGE_MODES))),
        accepted(TLS13, "a ticket for psk_ke alone", "RFC 8446 4.2.9", modes(0)),
        accepted(TLS13, "a ticket for modes that nobody knows", "RFC 8446 4.2.9", modes(2, 0xFE)),
        resumed(TLS13, "a ticket for psk_ke or psk_dhe_ke", "RFC 8446 4.2.9", modes(0, 1)),
        resumed(TLS13, "a ticket for psk_dhe_ke, named twice", "RFC 8446 4.2.9", modes(1, 1)),
        server13(
            "a ticket without a key share",
            "RFC 8446 9.2",
            MISSING_EXTENSION,
            resuming().clientHello(hello -> hello.extensions.remove(Extensions.KEY_SHARE))),
        resumed(
            TLS13,
            "early data with a ticket",
            "RFC 8446 4.2.10",
            resuming()
                .clientHello(hello -> hello.extensions.addFirst(Extensions.EARLY_DATA))
                .before(Message.FINISHED, EarlyDataRules.early(3, 300))
                .then(peer -> demandNoEarlyData((ScriptedClient) peer))),
        age("a ticket of no age", 0),
        age("a ticket of the greatest age", 0xFFFF_FFFFL));
  }

  private static void demandNoEarlyData(ScriptedClient peer) {
    peer.demand(!peer.answers().has(Extensions.EARLY_DATA), "takes the early data");
  }

  /** A full handshake is what all of them come to, but for the first. */
  private static List<ProtocolRule> tickets() {
    String expiry = "RFC 8446 4.6.1";
    Duration lifetime = Sessions.create().lifetime();
    return List.of(
        resumed(
            TLS13,
            "a ticket of almost its lifetime",
            expiry,
            honest().earlier(given(lifetime.minusSeconds(1))).resuming()),
        accepted(
            TLS13,
            "a ticket that has expired",
            expiry,
            honest().earlier(given(lifetime.plusSeconds(1))).resuming()),
        ticket("the first octet of a ticket changed", ticket -> Bytes.flip(ticket, 0)),
        ticket("an octet in a ticket changed", ticket -> Bytes.flip(ticket, ticket.length / 2)),
        ticket("the last octet of a ticket changed", ticket -> Bytes.flip(ticket, -1)),
        ticket("a ticket cut short", ticket -> Bytes.cut(ticket, 1)),
        ticket("a ticket with an octet behind it", ticket -> Bytes.concat(ticket, new byte[1])),
        ticket("a ticket of one octet", ticket -> new byte[1]),
        accepted(
            TLS13,
            "a ticket that was sealed with another key",
            SOURCE,
            honest().earlier(OfferedPskRules::ofAnother, given()).resuming()),
        resumed(
            TLS13.ours(TicketKeyRotation::after),
            "a ticket that was sealed with the key before",
            "RFC 5077 5.5",
            honest().earlier(t -> t.ours(TicketKeyRotation::before), given()).resuming()),
        accepted(
            TLS13.ours(TicketKeyRotation::later),
            "a ticket that was sealed with a key no longer known",
            "RFC 5077 5.5",
            honest().earlier(t -> t.ours(TicketKeyRotation::before), given()).resuming()),
        accepted(
            TLS13,
            "a ticket for another server name",
            "RFC 8446 4.6.1",
            resuming().clientHello(OfferedPskRules::otherName)),
        accepted(
            TLS13,
            "a ticket for a server name, and none is asked for",
            "RFC 8446 4.6.1",
            resuming().clientHello(hello -> hello.extensions.remove(Extensions.SERVER_NAME))),
        accepted(
            TLS13,
            "a ticket for no server name, and one is asked for",
            "RFC 8446 4.6.1",
            honest().earlier(Terms::withoutServerName, given()).resuming()),
        accepted(
            in(TlsVersion.TLS_1_3, TLS13),
            "a ticket of TLS 1.2",
            SOURCE,
            honest().earlier(terms -> in(TlsVersion.TLS_1_2, terms), given()).resuming()),
        accepted(
            TLS13.withClientAuth().clientKey(KeyType.EC_P256),
            "a ticket of a client that was not asked for a certificate",
            "our limit",
            honest().earlier(Terms::withoutClientAuth, given()).resuming()));
  }

  private static List<ProtocolRule> lists() {
    return List.of(
        resumed(
            TLS13,
            "an unknown ticket before a known one",
            SOURCE,
            resuming()
                .clientHello(hello -> hello.psks.offers.addFirst(unknown()))
                .then(peer -> demandSelected(peer, 1))),
        resumed(
            TLS13,
            "an unknown ticket behind a known one",
            SOURCE,
            resuming()
                .clientHello(hello -> hello.psks.offers.add(unknown()))
                .then(peer -> demandSelected(peer, 0))),
        resumed(
            TLS13,
            "a known ticket in the fourth place",
            "our limit",
            resuming()
                .clientHello(hello -> hello.psks.offers.addAll(0, unknown(3)))
                .then(peer -> demandSelected(peer, 3))),
        accepted(
            TLS13,
            "a known ticket in the fifth place",
            "our limit",
            resuming().clientHello(hello -> hello.psks.offers.addAll(0, unknown(4)))),
        resumed(
            TLS13,
            "a ticket twice",
            SOURCE,
            resuming()
                .clientHello(hello -> hello.psks.offers.add(hello.psks.offers.getFirst()))
                .then(peer -> demandSelected(peer, 0))));
  }

  private static List<ProtocolRule> suites() {
    Script sha384 = given().suite(Suites.AES_256_GCM);
    return List.of(
        accepted(
            TLS13,
            "a ticket with SHA-384, and suites with SHA-256 alone",
            SOURCE,
            honest().earlier(sha384).resuming()),
        accepted(
            TLS13,
            "a ticket with SHA-256, and suites with SHA-384 alone",
            SOURCE,
            resuming().suite(Suites.AES_256_GCM)),
        resumed(
            TLS13,
            "a ticket with SHA-384, and a suite with SHA-256 before one of its own",
            SOURCE,
            honest()
                .earlier(sha384)
                .resuming()
                .clientHello(hello -> hello.suites.add(Suites.AES_256_GCM))),
        resumed(
            TLS13,
            "a ticket with SHA-256, and a suite with SHA-384 before one of its own",
            SOURCE,
            resuming().clientHello(hello -> hello.suites.addFirst(Suites.AES_256_GCM))));
  }

  private static List<ProtocolRule> retries() {
    return List.of(
        ProtocolRule.refused(
            RETRYING,
            "another ticket in a second hello",
            "RFC 8446 4.1.2",
            ILLEGAL_PARAMETER,
            resuming()
                .secondClientHello(
                    hello -> {
                      Offer offer = hello.psks.offers.getFirst();
                      offer.identity = Bytes.flip(offer.identity, -1);
                    })),
        ProtocolRule.refused(
            RETRYING,
            "one more ticket in a second hello",
            "RFC 8446 4.1.2",
            ILLEGAL_PARAMETER,
            resuming().secondClientHello(hello -> hello.psks.offers.add(unknown()))),
        resumed(
            RETRYING,
            "one ticket less in a second hello",
            "RFC 8446 4.1.2",
            resuming()
                .clientHello(hello -> hello.psks.offers.addFirst(unknown()))
                .secondClientHello(hello -> hello.psks.offers.removeFirst())
                .then(peer -> demandSelected(peer, 0))),
        accepted(
            RETRYING,
            "no ticket any more in a second hello",
            "RFC 8446 4.1.2",
            resuming().secondClientHello(h -> h.extensions.remove(Extensions.PRE_SHARED_KEY))),
        ProtocolRule.refused(
            RETRYING,
            "a wrong binder in a second hello",
            SOURCE,
            DECRYPT_ERROR,
            resuming().raw(Message.SECOND_CLIENT_HELLO, body -> Bytes.flip(body, -1))),
        ProtocolRule.refused(
            RETRYING,
            "a binder in a second hello that leaves out the first",
            "RFC 8446 4.2.11.2",
            DECRYPT_ERROR,
            resuming().secondClientHello(hello -> hello.psks = hello.psks.after(new byte[0]))),
        resumed(
            RETRYING,
            "early data with a ticket, and a retry",
            "RFC 8446 4.2.10",
            resuming()
                .clientHello(hello -> hello.extensions.addFirst(Extensions.EARLY_DATA))
                .secondClientHello(hello -> hello.extensions.remove(Extensions.EARLY_DATA))
                .before(Message.SECOND_CLIENT_HELLO, EarlyDataRules.early(3, 300))));
  }

  /** How often. */
  private static List<ProtocolRule> uses() {
    Script again =
        honest()
            .earlier(given().then(Peer::keepOldestSession))
            .earlier(honest().resuming().then(Peer::keepOldestSession))
            .resuming();
    Terms inCache = TLS13.ours(config -> config.sessions(inCache(config.build().sessions())));
    return List.of(
        resumed(inCache, "a session in the cache", SOURCE, resuming()),
        resumed(TLS13, "a ticket for the second time", "RFC 8446 C.4", again),
        accepted(inCache, "a session in the cache for the second time", "RFC 8446 8.1", again));
  }

  private static Sessions inCache(Sessions sessions) {
    return sessions.withTicketKeys(null);
  }

  private static Script modes(int... modes) {
    byte[] content = Bytes.of().vec8(Bytes.of(modes).done()).done();
    return resuming()
        .clientHello(h -> h.extensions.set(Extensions.PSK_KEY_EXCHANGE_MODES, content));
  }

  private static Terms ofAnother(Terms terms) {
    return terms.ours(config -> config.sessions(Sessions.create()));
  }

  private static void otherName(ClientHello hello) {
    hello.extensions.edit(Extensions.SERVER_NAME, data -> Bytes.flip(data, -1));
  }

  private static Offer unknown() {
    return new Offer(Bytes.of(1, 2, 3).done(), 0, new byte[32]);
  }

  private static List<Offer> unknown(int count) {
    return Stream.generate(OfferedPskRules::unknown).limit(count).toList();
  }

  private static void demandSelected(Peer peer, int index) {
    if (peer.resumed) {
      byte[] selected = peer.serverHello().extensions.get(Extensions.PRE_SHARED_KEY);
      peer.demand(new Reader(selected).u16() == index, "resumes another one");
    }
  }

  private static ProtocolRule refused(String rule, Alert alert, Consumer<Offer> change) {
    return server13(
        rule,
        SOURCE,
        alert,
        resuming().clientHello(hello -> change.accept(hello.psks.offers.getFirst())));
  }

  private static ProtocolRule list(String rule, Alert alert, UnaryOperator<List<byte[]>> binders) {
    return server13(
        rule, SOURCE, alert, resuming().clientHello(hello -> hello.psks.binders = binders));
  }

  private static ProtocolRule age(String rule, long age) {
    return resumed(
        TLS13,
        rule,
        "RFC 8446 4.2.10",
        resuming().clientHello(hello -> hello.psks.offers.getFirst().age = age));
  }

  private static ProtocolRule ticket(String rule, UnaryOperator<byte[]> change) {
    return accepted(
        TLS13, rule, SOURCE, resuming(known -> known.ticket(change.apply(known.ticket()))));
  }
}
