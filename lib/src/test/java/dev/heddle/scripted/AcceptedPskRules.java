package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.DECRYPT_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.fault.Alert.UNSUPPORTED_EXTENSION;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client13;
import static dev.heddle.scripted.ProtocolRule.resumed;
import static dev.heddle.scripted.ProtocolRule.silent;
import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Resuming.in;
import static dev.heddle.scripted.Resuming.resuming;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ServerHello;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client of TLS 1.3 that has offered a ticket takes for the answer to it. */
final class AcceptedPskRules {

  private static final String SOURCE = "RFC 8446 4.2.11";
  private static final Terms TLS13 = Terms.client(TlsVersion.TLS_1_3);

  private AcceptedPskRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(hellos(), flight(), refusals()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> hellos() {
    return List.of(
        selecting("the second of one ticket", ILLEGAL_PARAMETER, 0, 1),
        selecting("ticket 65535 of one", ILLEGAL_PARAMETER, 0xFF, 0xFF),
        selecting("a selected_identity of one octet", DECODE_ERROR, 0),
        selecting("a selected_identity of three octets", DECODE_ERROR, 0, 0, 0),
        selecting("no selected_identity in pre_shared_key", DECODE_ERROR),
        hello(
            "a ticket with SHA-256, and a suite with SHA-384",
            SOURCE,
            ILLEGAL_PARAMETER,
            h -> h.suite = Suites.AES_256_GCM),
        hello(
            "a ticket without a key share",
            SOURCE,
            ILLEGAL_PARAMETER,
            h -> h.extensions.remove(Extensions.KEY_SHARE)),
        hello(
            "pre_shared_key twice in ServerHello",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            h -> h.extensions.repeat(Extensions.PRE_SHARED_KEY)),
        hello(
            "psk_key_exchange_modes in ServerHello",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            h -> h.extensions.add(Extensions.PSK_KEY_EXCHANGE_MODES, (byte) 1, (byte) 1)),
        client13(
            "pre_shared_key in HelloRetryRequest",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            resuming()
                .group(KeyShare.P_256)
                .helloRetryRequest(
                    h -> h.extensions.add(Extensions.PRE_SHARED_KEY, (byte) 0, (byte) 0))),
        client13(
            "pre_shared_key in EncryptedExtensions",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            resuming()
                .encryptedExtensions(
                    e -> e.extensions.add(Extensions.PRE_SHARED_KEY, (byte) 0, (byte) 0))),
        client13(
            "early_data in EncryptedExtensions, which was not offered",
            "RFC 8446 4.2",
            UNSUPPORTED_EXTENSION,
            resuming().encryptedExtensions(e -> e.extensions.add(Extensions.EARLY_DATA))));
  }

  private static List<ProtocolRule> flight() {
    byte[] request = Bytes.of(0).vec16(l -> l.u16(13).vec16(Bytes.of(0, 2, 4, 3).done())).done();
    return List.of(
        instead("Certificate in a resumed handshake", Message.CERTIFICATE, 0, 0, 0, 0),
        client13(
            "CertificateRequest in a resumed handshake",
            "RFC 8446 4.3.2",
            UNEXPECTED_MESSAGE,
            resuming()
                .before(Message.FINISHED, peer -> peer.send(Message.CERTIFICATE_REQUEST, request))),
        instead("CertificateVerify in a resumed handshake", Message.CERTIFICATE_VERIFY, 4, 3, 0, 0),
        instead("a ticket before Finished in a resumed handshake", Message.NEW_SESSION_TICKET),
        client13(
            "data instead of Finished in a resumed handshake",
            "RFC 8446 4.4.4",
            UNEXPECTED_MESSAGE,
            resuming().instead(Message.FINISHED, peer -> peer.data((byte) 1))),
        client13(
            "no EncryptedExtensions in a resumed handshake",
            "RFC 8446 4.3.1",
            UNEXPECTED_MESSAGE,
            resuming().without(Message.ENCRYPTED_EXTENSIONS)),
        client13(
            "a wrong Finished in a resumed handshake",
            "RFC 8446 4.4.4",
            DECRYPT_ERROR,
            resuming().raw(Message.FINISHED, body -> Bytes.flip(body, 0))),
        silent(
            TLS13,
            "keys of another ticket, so that the alert cannot be read",
            "RFC 8446 7.1",
            honest()
                .earlier(given())
                .resuming(known -> known.secret(Bytes.flip(known.secret(), 0)))),
        resumed(
            TLS13.alpn("h2", "http/1.1"),
            "another application protocol than before",
            "RFC 8446 4.2.11",
            resuming()
                .encryptedExtensions(
                    e ->
                        e.extensions.set(
                            Extensions.ALPN,
                            Bytes.of().vec16(l -> l.vec8("http/1.1".getBytes())).done()))),
        client13(
                "an application protocol that is not offered any more",
                "RFC 7301 3.2",
                ILLEGAL_PARAMETER,
                honest()
                    .earlier(terms -> terms.alpn("h2"), given())
                    .resuming()
                    .encryptedExtensions(
                        e ->
                            e.extensions.set(
                                Extensions.ALPN,
                                Bytes.of().vec16(l -> l.vec8("h2".getBytes())).done())))
            .terms(terms -> terms.alpn("http/1.1")));
  }

  private static List<ProtocolRule> refusals() {
    Script.Step offers = server -> demandOffer(server, true);
    return List.of(
        accepted(
            in(TlsVersion.TLS_1_2, TLS13),
            "a ticket of TLS 1.3, and the server has TLS 1.2 alone",
            "RFC 8446 4.1.3",
            honest()
                .earlier(terms -> in(TlsVersion.TLS_1_3, terms), given())
                .before(Message.SERVER_HELLO, offers)),
        accepted(
            TLS13,
            "a ticket that the server does not take",
            SOURCE,
            honest().earlier(given()).before(Message.SERVER_HELLO, offers)),
        accepted(
            TLS13,
            "a ticket that the server does not take, and a retry",
            SOURCE,
            honest()
                .earlier(given())
                .retry()
                .group(KeyShare.P_256)
                .before(Message.SERVER_HELLO, offers)),
        accepted(
            TLS13,
            "a ticket with SHA-256, and a retry with SHA-384",
            "RFC 8446 4.1.4",
            honest()
                .earlier(given())
                .suite(Suites.AES_256_GCM)
                .retry()
                .group(KeyShare.P_256)
                .before(Message.SERVER_HELLO, server -> demandOffer(server, false))));
  }

  private static void demandOffer(Peer peer, boolean expected) {
    boolean offers = peer.clientHello().extensions.has(Extensions.PRE_SHARED_KEY);
    peer.demand(offers == expected, offers ? "offers a ticket" : "offers no ticket");
  }

  private static ProtocolRule hello(
      String rule, String source, Alert alert, Consumer<ServerHello> change) {
    return client13(rule, source, alert, resuming().serverHello(change));
  }

  private static ProtocolRule selecting(String rule, Alert alert, int... content) {
    byte[] octets = Bytes.of(content).done();
    return hello(rule, SOURCE, alert, h -> h.extensions.set(Extensions.PRE_SHARED_KEY, octets));
  }

  private static ProtocolRule instead(String rule, Message message, int... body) {
    byte[] octets = Bytes.of(body).done();
    return client13(
        rule,
        "RFC 8446 4.4",
        UNEXPECTED_MESSAGE,
        resuming().before(Message.FINISHED, peer -> peer.send(message, octets)));
  }
}
