package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ServerHello;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client takes for a ServerHello of TLS 1.3. */
final class ServerHelloRules {

  private static final Terms TERMS = Terms.client(TlsVersion.TLS_1_3);
  private static final Terms BOTH = TERMS.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
  private static final Terms P_256 = TERMS.groups(NamedGroup.P_256);
  private static final Terms HYBRID = TERMS.groups(NamedGroup.X25519MLKEM768, NamedGroup.X25519);

  private ServerHelloRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(form(), fields(), shares()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> form() {
    return List.of(
        rule(
            "an octet behind ServerHello",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            h -> h.trailing = new byte[1]),
        refused(
            TERMS,
            "a ServerHello cut short",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.SERVER_HELLO, body -> Bytes.cut(body, 1))),
        refused(
            TERMS,
            "a ServerHello without a body",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.SERVER_HELLO, body -> new byte[0])),
        rule(
            "half an extension in ServerHello",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            h -> h.extensions.trailing = new byte[3]),
        rule(
            "legacy_session_id_echo of 33 octets",
            "RFC 8446 4.1.3",
            Alert.DECODE_ERROR,
            h -> h.sessionId = new byte[33]),
        rule(
            "an extension twice in ServerHello",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.repeat(Extensions.SUPPORTED_VERSIONS)),
        rule(
            "an unknown extension in ServerHello",
            "RFC 8446 4.2",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.UNKNOWN)),
        rule(
            "a cookie in ServerHello",
            "RFC 8446 4.2",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.COOKIE, (byte) 0, (byte) 1, (byte) 7)),
        rule(
            "a pre-shared key in ServerHello that nobody offered",
            "RFC 8446 4.2.11",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.PRE_SHARED_KEY, (byte) 0, (byte) 0)),
        rule(
            "supported_groups in ServerHello",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.add(Extensions.SUPPORTED_GROUPS, Bytes.of(0, 2, 0, 0x1D).done())),
        refused(
            TERMS.alpn("h2"),
            "the application protocol in ServerHello",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            Script.honest()
                .serverHello(
                    h -> h.extensions.add(Extensions.ALPN, Bytes.of(0, 3, 2, 'h', '2').done()))));
  }

  private static List<ProtocolRule> fields() {
    return List.of(
        rule(
            "legacy_version TLS 1.1 beside supported_versions",
            "RFC 8446 4.1.3",
            Alert.ILLEGAL_PARAMETER,
            h -> h.version = 0x0302),
        rule(
            "legacy_version TLS 1.3",
            "RFC 8446 4.1.3",
            Alert.ILLEGAL_PARAMETER,
            h -> h.version = 0x0304),
        version("supported_versions that selects TLS 1.2", 3, 3),
        version("supported_versions that selects TLS 1.1", 3, 2),
        version("supported_versions that selects what was not offered", 3, 5),
        refused(
            BOTH,
            "supported_versions that selects TLS 1.2, which was offered",
            "RFC 8446 4.2.1",
            Alert.ILLEGAL_PARAMETER,
            hello(h -> h.extensions.set(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 3).done()))),
        rule(
            "supported_versions of one octet in ServerHello",
            "RFC 8446 4.2.1",
            Alert.DECODE_ERROR,
            h -> h.extensions.set(Extensions.SUPPORTED_VERSIONS, (byte) 3)),
        rule(
            "supported_versions with a list in ServerHello",
            "RFC 8446 4.2.1",
            Alert.DECODE_ERROR,
            h -> h.extensions.set(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 4, 3, 4).done())),
        refused(
            BOTH,
            "TLS 1.3 by legacy_version alone",
            "RFC 8446 4.2.1",
            Alert.PROTOCOL_VERSION,
            hello(
                h -> {
                  h.version = 0x0304;
                  h.extensions.remove(Extensions.SUPPORTED_VERSIONS);
                })),
        rule(
            "TLS 1.2 that was not offered",
            "RFC 8446 4.1.3",
            Alert.PROTOCOL_VERSION,
            h -> h.extensions.remove(Extensions.SUPPORTED_VERSIONS)),
        rule(
            "another legacy_session_id_echo",
            "RFC 8446 4.1.3",
            Alert.ILLEGAL_PARAMETER,
            h -> h.sessionId = Bytes.flip(h.sessionId, 0)),
        rule(
            "no legacy_session_id_echo",
            "RFC 8446 4.1.3",
            Alert.ILLEGAL_PARAMETER,
            h -> h.sessionId = new byte[0]),
        suite("a suite that was not offered", TERMS, 0x1304),
        suite("a suite that nobody knows", TERMS, 0x1A1A),
        suite("a signal instead of a suite", BOTH, 0x00FF),
        suite("a suite of TLS 1.2 in TLS 1.3", BOTH, 0xC02B),
        rule("compression", "RFC 8446 4.1.3", Alert.ILLEGAL_PARAMETER, h -> h.compression = 1));
  }

  private static List<ProtocolRule> shares() {
    return List.of(
        rule(
            "no key_share in ServerHello",
            "RFC 8446 6.2",
            Alert.MISSING_EXTENSION,
            h -> h.extensions.remove(Extensions.KEY_SHARE)),
        share(
            "a share for a group that we sent none for",
            TERMS,
            KeyShare.P_256,
            new KeyShare(KeyShare.P_256).encoded()),
        share("a share for a group that nobody knows", TERMS, 0x1A1A, new byte[32]),
        share("an empty share", TERMS, KeyShare.X25519, octets(0)),
        share("half of a hybrid share", HYBRID, 0x11EC, octets(32)),
        rule(
            "an octet behind key_share",
            "RFC 8446 4.2.8",
            Alert.DECODE_ERROR,
            h -> h.extensions.edit(Extensions.KEY_SHARE, b -> Bytes.concat(b, new byte[1]))),
        rule(
            "a key_share cut short",
            "RFC 8446 4.2.8",
            Alert.DECODE_ERROR,
            h -> h.extensions.edit(Extensions.KEY_SHARE, b -> Bytes.cut(b, 1))),
        accepted(
            P_256, "a share for P-256", "RFC 8446 4.2.8", Script.honest().group(KeyShare.P_256)));
  }

  private static ProtocolRule rule(
      String rule, String source, Alert alert, Consumer<ServerHello> change) {
    return refused(TERMS, rule, source, alert, hello(change));
  }

  private static Script hello(Consumer<ServerHello> change) {
    return Script.honest().serverHello(change);
  }

  private static ProtocolRule version(String rule, int major, int minor) {
    return rule(
        rule,
        "RFC 8446 4.2.1",
        Alert.ILLEGAL_PARAMETER,
        h -> h.extensions.set(Extensions.SUPPORTED_VERSIONS, Bytes.of(major, minor).done()));
  }

  private static ProtocolRule suite(String rule, Terms terms, int suite) {
    return refused(
        terms, rule, "RFC 8446 4.1.3", Alert.ILLEGAL_PARAMETER, hello(h -> h.suite = suite));
  }

  private static ProtocolRule share(String rule, Terms terms, int group, byte[] share) {
    byte[] body = Bytes.of().u16(group).vec16(share).done();
    return refused(
        terms,
        rule,
        "RFC 8446 4.2.8",
        Alert.ILLEGAL_PARAMETER,
        hello(h -> h.extensions.set(Extensions.KEY_SHARE, body)));
  }

  private static byte[] octets(int length) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) 9);
    return octets;
  }
}
