package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.MISSING_EXTENSION;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.server13;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ClientHello;
import java.util.List;
import java.util.function.Consumer;

/** What a client may change in the ClientHello that answers a HelloRetryRequest. */
final class SecondHelloRules {

  private static final String SOURCE = "RFC 8446 4.1.2";
  private static final Terms TLS13 = Terms.server(TlsVersion.TLS_1_3);

  private SecondHelloRules() {}

  static List<ProtocolRule> all() {
    byte[] p256 = new KeyShare(KeyShare.P_256).encoded();
    return List.of(
        changed("legacy_version", hello -> hello.version = 0x0302),
        changed("random", hello -> hello.random = Bytes.flip(hello.random, 0)),
        changed("legacy_session_id", hello -> hello.sessionId = new byte[0]),
        changed("cipher_suites", hello -> hello.suites.add(0x1302)),
        changed("compression methods", hello -> hello.compressions = new byte[] {0, 0}),
        changed(
            "server_name",
            hello -> hello.extensions.edit(Extensions.SERVER_NAME, data -> Bytes.flip(data, -1))),
        changed("server_name, which is gone", hello -> hello.extensions.remove(0)),
        changed(
            "supported_groups",
            hello ->
                hello.extensions.set(Extensions.SUPPORTED_GROUPS, Bytes.of(0, 2, 0, 29).done())),
        changed(
            "signature_algorithms",
            hello ->
                hello.extensions.edit(
                    Extensions.SIGNATURE_ALGORITHMS, data -> Bytes.flip(data, -1))),
        changed(
            "supported_versions",
            hello ->
                hello.extensions.set(
                    Extensions.SUPPORTED_VERSIONS, Bytes.of(4, 3, 4, 3, 3).done())),
        changed("an extension that is new", hello -> hello.extensions.add(Extensions.UNKNOWN)),
        changed(
            "ALPN, which is new",
            hello -> hello.extensions.add(Extensions.ALPN, Bytes.of(0, 3, 2, 'h', '2').done())),
        changed(
            "pre_shared_key, which is new",
            hello ->
                hello.extensions.add(
                    Extensions.PRE_SHARED_KEY, ClientExtensionRules.psk(1, 1, 32))),
        server13(
            "a second hello that still has early_data",
            SOURCE,
            ILLEGAL_PARAMETER,
            ClientHelloRules.retried()
                .clientHello(hello -> hello.extensions.add(Extensions.EARLY_DATA))),
        changed("early_data, which is new", hello -> hello.extensions.add(Extensions.EARLY_DATA)),
        refused(
            "a second hello without the cookie",
            ILLEGAL_PARAMETER,
            hello -> hello.extensions.remove(Extensions.COOKIE)),
        refused(
            "a second hello with another cookie",
            ILLEGAL_PARAMETER,
            hello -> hello.extensions.edit(Extensions.COOKIE, data -> Bytes.flip(data, -1))),
        refused(
            "a second hello without key_share",
            MISSING_EXTENSION,
            hello -> hello.extensions.remove(Extensions.KEY_SHARE)),
        refused(
            "a second hello without a share",
            ILLEGAL_PARAMETER,
            hello -> hello.extensions.set(Extensions.KEY_SHARE, (byte) 0, (byte) 0)),
        refused(
            "a second hello with a share of another group",
            ILLEGAL_PARAMETER,
            hello ->
                hello.extensions.set(
                    Extensions.KEY_SHARE,
                    Bytes.of().vec16(list -> list.u16(KeyShare.P_256).vec16(p256)).done())),
        refused(
            "a second hello with one share too many",
            ILLEGAL_PARAMETER,
            hello ->
                hello.extensions.edit(
                    Extensions.KEY_SHARE,
                    data ->
                        Bytes.of()
                            .vec16(
                                list ->
                                    list.raw(new Reader(data).vec16())
                                        .u16(KeyShare.P_256)
                                        .vec16(p256))
                            .done())),
        refused(
            "a second hello with a share that is cut short",
            ILLEGAL_PARAMETER,
            hello ->
                hello.extensions.set(
                    Extensions.KEY_SHARE,
                    Bytes.of()
                        .vec16(list -> list.u16(KeyShare.X25519).vec16(new byte[31]))
                        .done())),
        refused(
            "an octet behind the second hello",
            DECODE_ERROR,
            hello -> hello.trailing = new byte[1]),
        refused(
            "a second hello with one extension twice",
            ILLEGAL_PARAMETER,
            hello -> hello.extensions.repeat(Extensions.SUPPORTED_GROUPS)),
        server13(
            "a third ClientHello",
            "RFC 8446 4.1.2",
            UNEXPECTED_MESSAGE,
            ClientHelloRules.retried()
                .before(Message.FINISHED, peer -> peer.again(Message.SECOND_CLIENT_HELLO))),
        server13(
            "a Finished instead of the second ClientHello",
            "RFC 8446 4.1.2",
            UNEXPECTED_MESSAGE,
            ClientHelloRules.retried()
                .instead(
                    Message.SECOND_CLIENT_HELLO,
                    peer -> peer.send(Message.FINISHED, new byte[32]))),
        accepted(
            TLS13,
            "a second hello with padding",
            SOURCE,
            ClientHelloRules.retried()
                .secondClientHello(hello -> hello.extensions.add(Extensions.PADDING, new byte[9]))),
        accepted(
            TLS13,
            "a second hello without the PSK of the first",
            SOURCE,
            ClientExtensionRules.offering(ClientExtensionRules.psk(1, 1, 32))
                .clientHello(
                    hello -> hello.extensions.set(Extensions.KEY_SHARE, (byte) 0, (byte) 0))
                .secondClientHello(hello -> hello.extensions.remove(Extensions.PRE_SHARED_KEY))),
        accepted(
            TLS13,
            "a second hello with its extensions in another order",
            SOURCE,
            ClientHelloRules.retried()
                .secondClientHello(hello -> hello.extensions.moveLast(Extensions.SERVER_NAME))));
  }

  private static ProtocolRule changed(String field, Consumer<ClientHello> change) {
    return refused("a second hello that changes " + field, ILLEGAL_PARAMETER, change);
  }

  private static ProtocolRule refused(String rule, Alert alert, Consumer<ClientHello> change) {
    return server13(rule, SOURCE, alert, ClientHelloRules.retried().secondClientHello(change));
  }
}
