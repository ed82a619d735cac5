package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ServerHello;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client takes for a HelloRetryRequest, and for the ServerHello after it. */
final class HelloRetryRules {

  private static final Terms TERMS = Terms.client(TlsVersion.TLS_1_3);
  static final byte[] COOKIE = Bytes.of(0, 3, 1, 2, 3).done();

  private HelloRetryRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(form(), groupsAndCookies(), afterwards()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> form() {
    return List.of(
        rule(
            "an octet behind HelloRetryRequest",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            h -> h.trailing = new byte[1]),
        refused(
            TERMS,
            "a HelloRetryRequest cut short",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            asking().raw(Message.HELLO_RETRY_REQUEST, body -> Bytes.cut(body, 1))),
        rule(
            "an extension twice in HelloRetryRequest",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.repeat(Extensions.KEY_SHARE)),
        rule(
            "an unknown extension in HelloRetryRequest",
            "RFC 8446 4.2",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.UNKNOWN)),
        rule(
            "supported_groups in HelloRetryRequest",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.add(Extensions.SUPPORTED_GROUPS, Bytes.of(0, 2, 0, 0x17).done())),
        rule(
            "legacy_version TLS 1.1 in HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.ILLEGAL_PARAMETER,
            h -> h.version = 0x0302),
        rule(
            "no supported_versions in HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.MISSING_EXTENSION,
            h -> h.extensions.remove(Extensions.SUPPORTED_VERSIONS)),
        rule(
            "TLS 1.2 in HelloRetryRequest",
            "RFC 8446 4.2.1",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.set(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 3).done())),
        rule(
            "another legacy_session_id_echo in HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.ILLEGAL_PARAMETER,
            h -> h.sessionId = Bytes.flip(h.sessionId, 31)),
        rule(
            "compression in HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.ILLEGAL_PARAMETER,
            h -> h.compression = 1),
        rule(
            "a suite in HelloRetryRequest that was not offered",
            "RFC 8446 4.1.4",
            Alert.ILLEGAL_PARAMETER,
            h -> h.suite = 0x1304),
        refused(
            Terms.client(TlsVersion.TLS_1_2),
            "a HelloRetryRequest to a client of TLS 1.2",
            "RFC 8446 4.2",
            Alert.UNSUPPORTED_EXTENSION,
            Script.honest()
                .serverHello(
                    h -> {
                      h.random = Messages.RETRY_RANDOM;
                      h.extensions.add(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 4).done());
                    })));
  }

  private static List<ProtocolRule> groupsAndCookies() {
    return List.of(
        accepted(TERMS, "a retry with another group", "RFC 8446 4.1.4", asking()),
        accepted(
            TERMS,
            "a retry with another group and a cookie",
            "RFC 8446 4.2.2",
            asking().helloRetryRequest(h -> h.extensions.add(Extensions.COOKIE, COOKIE))),
        accepted(TERMS, "a retry with a cookie alone", "RFC 8446 4.1.4", cookieAlone()),
        accepted(
            TERMS.groups(NamedGroup.X25519),
            "a retry with a cookie alone, to a client of one group",
            "RFC 8446 4.1.4",
            cookieAlone()),
        refused(
            TERMS,
            "a HelloRetryRequest that changes nothing",
            "RFC 8446 4.1.4",
            Alert.ILLEGAL_PARAMETER,
            Script.honest().helloRetryRequest(h -> h.extensions.remove(Extensions.KEY_SHARE))),
        refused(
            TERMS,
            "a retry with a group that has a share",
            "RFC 8446 4.2.8",
            Alert.ILLEGAL_PARAMETER,
            Script.honest().retry()),
        group("a retry with a group that was not offered", 0x0018),
        group("a retry with a group that nobody knows", 0x1A1A),
        rule(
            "an octet behind key_share in HelloRetryRequest",
            "RFC 8446 4.2.8",
            Alert.DECODE_ERROR,
            h -> h.extensions.set(Extensions.KEY_SHARE, Bytes.of(0, 0x17, 0).done())),
        rule(
            "an empty cookie",
            "RFC 8446 4.2.2",
            Alert.DECODE_ERROR,
            h -> h.extensions.add(Extensions.COOKIE, (byte) 0, (byte) 0)),
        rule(
            "an octet behind a cookie",
            "RFC 8446 4.2.2",
            Alert.DECODE_ERROR,
            h -> h.extensions.add(Extensions.COOKIE, Bytes.of(0, 1, 2, 3).done())));
  }

  private static List<ProtocolRule> afterwards() {
    return List.of(
        refused(
            TERMS,
            "a second HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.UNEXPECTED_MESSAGE,
            asking().before(Message.SERVER_HELLO, peer -> peer.again(Message.HELLO_RETRY_REQUEST))),
        refused(
            TERMS,
            "another suite after HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.ILLEGAL_PARAMETER,
            asking().helloRetryRequest(h -> h.suite = 0x1302)),
        refused(
            TERMS.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3),
            "no supported_versions after HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.MISSING_EXTENSION,
            asking().serverHello(h -> h.extensions.remove(Extensions.SUPPORTED_VERSIONS))),
        refused(
            TERMS,
            "a share for another group than the retry asked for",
            "RFC 8446 4.2.8",
            Alert.ILLEGAL_PARAMETER,
            asking()
                .serverHello(
                    h ->
                        h.extensions.set(
                            Extensions.KEY_SHARE,
                            Bytes.of()
                                .u16(KeyShare.X25519)
                                .vec16(new KeyShare(KeyShare.X25519).encoded())
                                .done()))),
        refused(
            TERMS,
            "EncryptedExtensions after HelloRetryRequest",
            "RFC 8446 4.1.4",
            Alert.UNEXPECTED_MESSAGE,
            asking()
                .before(
                    Message.SERVER_HELLO,
                    peer -> peer.send(Message.ENCRYPTED_EXTENSIONS, (byte) 0, (byte) 0))));
  }

  /** For a group that the client knows and has sent no share for. */
  private static Script asking() {
    return Script.honest().retry().group(KeyShare.P_256);
  }

  /** With a cookie and no group. */
  static Script cookieAlone() {
    return Script.honest()
        .helloRetryRequest(
            h -> {
              h.extensions.remove(Extensions.KEY_SHARE);
              h.extensions.add(Extensions.COOKIE, COOKIE);
            });
  }

  private static ProtocolRule rule(
      String rule, String source, Alert alert, Consumer<ServerHello> change) {
    return refused(TERMS, rule, source, alert, asking().helloRetryRequest(change));
  }

  private static ProtocolRule group(String rule, int group) {
    return rule(
        rule,
        "RFC 8446 4.2.8",
        Alert.ILLEGAL_PARAMETER,
        h -> h.extensions.set(Extensions.KEY_SHARE, Bytes.of().u16(group).done()));
  }
}
