package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECRYPT_ERROR;
import static dev.heddle.fault.Alert.HANDSHAKE_FAILURE;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;
import static dev.heddle.scripted.ProtocolRule.resumed;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Resuming.in;
import static dev.heddle.scripted.Resuming.resuming;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.Credentials;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a server of TLS 1.2 makes of a ticket or a session id that comes back. Where it does not
 * resume, the handshake is a full one, and the client is told of no fault.
 */
final class Offered12Rules {

  private static final Terms TLS12 = Terms.server(TlsVersion.TLS_1_2);

  /** It keeps sessions by their ids. */
  private static final Terms IN_CACHE = TLS12.ours(Offered12Rules::inCache);

  private Offered12Rules() {}

  static List<ProtocolRule> all() {
    return Stream.of(tickets(), ids(), agreement(), order()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> tickets() {
    String source = "RFC 5077 3.1";
    Duration lifetime = Sessions.create().lifetime();
    return List.of(
        resumed(
            TLS12,
            "a ticket of almost its lifetime",
            source,
            honest().earlier(given(lifetime.minusSeconds(1))).resuming()),
        accepted(
            TLS12,
            "a ticket that has expired",
            source,
            honest().earlier(given(lifetime.plusSeconds(1))).resuming()),
        resumed(
            TLS12,
            "a ticket with a session id of one octet",
            "RFC 5077 3.4",
            resuming().clientHello(hello -> hello.sessionId = new byte[] {7})),
        ticket("the first octet of a ticket changed", ticket -> Bytes.flip(ticket, 0)),
        ticket("an octet in a ticket changed", ticket -> Bytes.flip(ticket, ticket.length / 2)),
        ticket("the last octet of a ticket changed", ticket -> Bytes.flip(ticket, -1)),
        ticket("a ticket cut short", ticket -> Bytes.cut(ticket, 1)),
        ticket("a ticket with an octet behind it", ticket -> Bytes.concat(ticket, new byte[1])),
        ticket("a ticket of one octet", ticket -> new byte[1]),
        accepted(
            TLS12,
            "a ticket that was sealed with another key",
            source,
            honest().earlier(Offered12Rules::ofAnother, given()).resuming()),
        resumed(
            TLS12.ours(TicketKeyRotation::after),
            "a ticket that was sealed with the key before, which is renewed",
            "RFC 5077 3.3",
            honest()
                .earlier(terms -> terms.ours(TicketKeyRotation::before), given())
                .resuming()
                .then(peer -> demandRenewed(peer, true))),
        resumed(
            TLS12,
            "a ticket that was sealed with the key of today, which stays",
            "RFC 5077 3.3",
            resuming().then(peer -> demandRenewed(peer, false))),
        resumed(
            TLS12.ours(TicketKeyRotation::later),
            "the new ticket of a short handshake",
            "RFC 5077 3.3",
            honest()
                .earlier(terms -> terms.ours(TicketKeyRotation::before), given())
                .earlier(terms -> terms.ours(TicketKeyRotation::after), honest().resuming())
                .resuming()),
        accepted(
            TLS12.ours(TicketKeyRotation::later),
            "a ticket that was sealed with a key no longer known",
            "RFC 5077 5.5",
            honest().earlier(t -> t.ours(TicketKeyRotation::before), given()).resuming()),
        accepted(
            in(TlsVersion.TLS_1_2, TLS12),
            "a ticket of TLS 1.3",
            source,
            honest().earlier(terms -> in(TlsVersion.TLS_1_3, terms), given()).resuming()));
  }

  private static void demandRenewed(Peer peer, boolean expected) {
    boolean renewed = peer.serverHello().extensions.has(Extensions.SESSION_TICKET);
    peer.demand(renewed == expected, renewed ? "renews the ticket" : "leaves the ticket");
  }

  private static List<ProtocolRule> ids() {
    String source = "RFC 5246 7.4.1.3";
    return List.of(
        resumed(IN_CACHE, "a session id", source, byId()),
        resumed(
            IN_CACHE,
            "a session id for the second time",
            source,
            honest().earlier(honest()).earlier(honest().resuming()).resuming()),
        accepted(
            IN_CACHE,
            "a session id that is not known",
            source,
            honest().earlier(honest()).resuming(known -> known.id(Crypto.random(32)))),
        accepted(
            IN_CACHE,
            "a session id of one octet",
            source,
            honest().earlier(honest()).resuming(known -> known.id(new byte[1]))),
        accepted(
            IN_CACHE,
            "a session id that has expired",
            source,
            honest()
                .earlier(
                    honest().then(peer -> peer.pass(Sessions.create().lifetime().plusSeconds(1))))
                .resuming()),
        accepted(
            IN_CACHE,
            "the id of a session that ended with a fatal alert",
            "RFC 5246 7.2.2",
            honest()
                .earlier(honest().then(peer -> peer.alert(2, Alert.ILLEGAL_PARAMETER.code())))
                .resuming()));
  }

  /** What has to be as it was. */
  private static List<ProtocolRule> agreement() {
    String names = "RFC 6066 3";
    return List.of(
        server12(
            "a ticket, and no extended_master_secret any more",
            "RFC 7627 5.3",
            HANDSHAKE_FAILURE,
            resuming().clientHello(h -> h.extensions.remove(Extensions.EXTENDED_MASTER_SECRET))),
        refused(
            IN_CACHE,
            "a session id, and no extended_master_secret any more",
            "RFC 7627 5.3",
            HANDSHAKE_FAILURE,
            byId().clientHello(h -> h.extensions.remove(Extensions.EXTENDED_MASTER_SECRET))),
        accepted(
            TLS12.ours(Offered12Rules::twoKeys),
            "a ticket, and its suite is not offered any more",
            "RFC 5246 7.4.1.2",
            resuming().clientHello(hello -> hello.suites = List.of(Suites.ECDHE_RSA))),
        accepted(
            TLS12,
            "a ticket for another server name",
            names,
            resuming()
                .clientHello(
                    h -> h.extensions.edit(Extensions.SERVER_NAME, d -> Bytes.flip(d, -1)))),
        accepted(
            TLS12,
            "a ticket for a server name, and none is asked for",
            names,
            resuming().clientHello(hello -> hello.extensions.remove(Extensions.SERVER_NAME))),
        accepted(
            TLS12,
            "a ticket for no server name, and one is asked for",
            names,
            honest().earlier(Terms::withoutServerName, given()).resuming()),
        accepted(
            IN_CACHE,
            "a session id for another server name",
            names,
            byId()
                .clientHello(
                    h -> h.extensions.edit(Extensions.SERVER_NAME, d -> Bytes.flip(d, -1)))),
        accepted(
            TLS12.withClientAuth().clientKey(KeyType.EC_P256),
            "a ticket of a client that was not asked for a certificate",
            "our limit",
            honest().earlier(Terms::withoutClientAuth, given()).resuming()));
  }

  private static List<ProtocolRule> order() {
    String source = "RFC 5246 7.3";
    return List.of(
        server12(
            "a wrong Finished in a short handshake",
            "RFC 5246 7.4.9",
            DECRYPT_ERROR,
            resuming().raw(Message.FINISHED, body -> Bytes.flip(body, 0))),
        server12(
            "no change_cipher_spec in a short handshake",
            source,
            UNEXPECTED_MESSAGE,
            resuming()
                .instead(
                    Message.CHANGE_CIPHER_SPEC, peer -> peer.send(Message.FINISHED, new byte[12]))),
        server12(
            "ClientKeyExchange in a short handshake",
            source,
            UNEXPECTED_MESSAGE,
            resuming()
                .before(
                    Message.CHANGE_CIPHER_SPEC,
                    peer ->
                        peer.send(
                            Message.CLIENT_KEY_EXCHANGE,
                            Bytes.of().vec8(new KeyShare(KeyShare.X25519).encoded()).done()))),
        server12(
            "Certificate in a short handshake",
            source,
            UNEXPECTED_MESSAGE,
            resuming()
                .before(
                    Message.CHANGE_CIPHER_SPEC,
                    peer -> peer.send(Message.CERTIFICATE, new byte[3]))));
  }

  private static void inCache(TlsConfig.Builder config) {
    config.sessions(config.build().sessions().withTicketKeys(null));
  }

  private static void twoKeys(TlsConfig.Builder config) {
    config.credentials(credentials(KeyType.EC_P256), credentials(KeyType.RSA_2048));
  }

  private static Credentials credentials(KeyType type) {
    Identity identity = TestCerts.localhost(type);
    return Credentials.of(identity.key(), identity.chain());
  }

  private static Terms ofAnother(Terms terms) {
    return terms.ours(config -> config.sessions(Sessions.create()));
  }

  private static Script byId() {
    return honest().earlier(honest()).resuming();
  }

  private static ProtocolRule ticket(String rule, UnaryOperator<byte[]> change) {
    return accepted(
        TLS12, rule, "RFC 5077 3.1", resuming(known -> known.ticket(change.apply(known.ticket()))));
  }
}
