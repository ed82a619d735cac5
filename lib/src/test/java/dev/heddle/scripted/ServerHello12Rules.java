package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.ServerHello;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client takes for a ServerHello of TLS 1.2. */
final class ServerHello12Rules {

  private static final Terms TERMS = Terms.client(TlsVersion.TLS_1_2);
  private static final Terms BOTH = TERMS.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);

  private ServerHello12Rules() {}

  static List<ProtocolRule> all() {
    return Stream.of(fields(), extensions()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> fields() {
    return List.of(
        rule(
            "an octet behind ServerHello of TLS 1.2",
            "RFC 5246 7.4.1.3",
            Alert.DECODE_ERROR,
            h -> h.trailing = new byte[1]),
        refused(
            TERMS,
            "a ServerHello of TLS 1.2 cut short",
            "RFC 5246 7.4.1.3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.SERVER_HELLO, body -> Bytes.cut(body, 1))),
        rule(
            "an extension twice in ServerHello of TLS 1.2",
            "RFC 5246 7.4.1.4",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.repeat(Extensions.RENEGOTIATION_INFO)),
        rule(
            "compression in TLS 1.2",
            "RFC 5246 7.4.1.3",
            Alert.ILLEGAL_PARAMETER,
            h -> h.compression = 1),
        rule("TLS 1.1", "RFC 5246 E.1", Alert.PROTOCOL_VERSION, h -> h.version = 0x0302),
        rule("SSL 3.0", "RFC 5246 E.1", Alert.PROTOCOL_VERSION, h -> h.version = 0x0300),
        rule(
            "a version before SSL 3.0",
            "RFC 5246 E.1",
            Alert.PROTOCOL_VERSION,
            h -> h.version = 0x0200),
        rule(
            "a version that nobody knows",
            "RFC 5246 E.1",
            Alert.PROTOCOL_VERSION,
            h -> h.version = 0x0404),
        rule("a version of DTLS", "RFC 5246 E.1", Alert.PROTOCOL_VERSION, h -> h.version = 0xFEFD),
        suite("a suite of TLS 1.2 that was not offered", TERMS, 0xC02D),
        suite("a suite of RSA key exchange that was not offered", TERMS, 0x002F),
        suite("a suite of TLS 1.3 in TLS 1.2", BOTH, 0x1301),
        suite("a signal instead of a suite in TLS 1.2", TERMS, 0x00FF),
        accepted(
            TERMS,
            "a session of the server's",
            "RFC 5246 7.4.1.3",
            hello(h -> h.sessionId = new byte[32])),
        accepted(
            BOTH,
            "a session of the server's, to a client of TLS 1.3",
            "RFC 5246 7.4.1.3",
            hello(h -> h.sessionId = new byte[32])),
        refused(
            BOTH,
            "our own session id, which names no session",
            "RFC 8446 4.1.2",
            Alert.ILLEGAL_PARAMETER,
            Script.honest().instead(Message.SERVER_HELLO, ServerHello12Rules::echo)),
        refused(
            BOTH,
            "TLS 1.2 from a server that says it knows TLS 1.3",
            "RFC 8446 4.1.3",
            Alert.ILLEGAL_PARAMETER,
            hello(h -> downgrade(h, 1))),
        refused(
            BOTH,
            "TLS 1.2 from a server that says it had to take TLS 1.1",
            "RFC 8446 4.1.3",
            Alert.ILLEGAL_PARAMETER,
            hello(h -> downgrade(h, 0))),
        accepted(
            TERMS,
            "a server that says it knows TLS 1.3, to a client of TLS 1.2",
            "RFC 8446 4.1.3",
            hello(h -> downgrade(h, 1))));
  }

  private static List<ProtocolRule> extensions() {
    return List.of(
        rule(
            "an unknown extension in ServerHello of TLS 1.2",
            "RFC 5246 7.4.1.4",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.UNKNOWN)),
        rule(
            "a record size limit that nobody asked for",
            "RFC 5246 7.4.1.4",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.RECORD_SIZE_LIMIT)),
        rule(
            "a staple that nobody asked for",
            "RFC 5246 7.4.1.4",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.STATUS_REQUEST)),
        rule(
            "supported_versions to a client of TLS 1.2",
            "RFC 5246 7.4.1.4",
            Alert.UNSUPPORTED_EXTENSION,
            h -> h.extensions.add(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 3).done())),
        refused(
            BOTH,
            "supported_versions that selects TLS 1.2, in TLS 1.2",
            "RFC 8446 4.2.1",
            Alert.ILLEGAL_PARAMETER,
            hello(h -> h.extensions.add(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 3).done()))),
        refused(
            BOTH,
            "key_share in TLS 1.2",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            hello(h -> h.extensions.add(Extensions.KEY_SHARE, Bytes.of(0, 0x1D, 0, 1, 9).done()))),
        rule(
            "signature_algorithms of a server",
            "RFC 5246 7.4.1.4.1",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.add(Extensions.SIGNATURE_ALGORITHMS, Bytes.of(0, 2, 4, 3).done())),
        rule(
            "renegotiation_info that speaks of a connection",
            "RFC 5746 3.4",
            Alert.HANDSHAKE_FAILURE,
            h -> h.extensions.set(Extensions.RENEGOTIATION_INFO, Bytes.of(1, 7).done())),
        decode("renegotiation_info without a body", Extensions.RENEGOTIATION_INFO),
        decode("an octet behind renegotiation_info", Extensions.RENEGOTIATION_INFO, 0, 0),
        decode("server_name with a body in TLS 1.2", Extensions.SERVER_NAME, 0),
        decode("extended_master_secret with a body", Extensions.EXTENDED_MASTER_SECRET, 0),
        refused(
            TERMS.withStaple(),
            "status_request with a body",
            "RFC 6066 8",
            Alert.DECODE_ERROR,
            hello(h -> h.extensions.add(Extensions.STATUS_REQUEST, (byte) 1))),
        decode("ec_point_formats without a body", Extensions.EC_POINT_FORMATS),
        decode("no form in ec_point_formats", Extensions.EC_POINT_FORMATS, 0),
        decode("an octet behind ec_point_formats", Extensions.EC_POINT_FORMATS, 1, 0, 0),
        rule(
            "ec_point_formats without the uncompressed form",
            "RFC 8422 5.1.2",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.add(Extensions.EC_POINT_FORMATS, Bytes.of(2, 1, 2).done())),
        rule(
            "encrypt_then_mac with AEAD",
            "RFC 7366 3",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extensions.add(Extensions.ENCRYPT_THEN_MAC)),
        protocol("a protocol that was not offered, in TLS 1.2", Alert.ILLEGAL_PARAMETER, "h3"),
        protocol("two protocols in TLS 1.2", Alert.ILLEGAL_PARAMETER, "h2", "http/1.1"),
        protocol("an empty protocol in TLS 1.2", Alert.DECODE_ERROR, ""),
        protocol("no protocol in TLS 1.2", Alert.DECODE_ERROR),
        accepted(
            TERMS,
            "what servers say in TLS 1.2",
            "RFC 5246 7.4.1.4",
            hello(
                h ->
                    h.extensions
                        .add(Extensions.SERVER_NAME)
                        .add(Extensions.EC_POINT_FORMATS, Bytes.of(3, 0, 1, 2).done())
                        .add(Extensions.SUPPORTED_GROUPS, Bytes.of(0, 2, 0, 0x1D).done()))),
        rule(
            "a server that knows no secure renegotiation",
            "RFC 5746 4.1",
            Alert.HANDSHAKE_FAILURE,
            h -> h.extensions.remove(Extensions.RENEGOTIATION_INFO)),
        rule(
            "a server without extensions",
            "RFC 5746 4.1",
            Alert.HANDSHAKE_FAILURE,
            h -> h.extensions.absent = true));
  }

  private static ProtocolRule rule(
      String rule, String source, Alert alert, Consumer<ServerHello> change) {
    return refused(TERMS, rule, source, alert, hello(change));
  }

  private static Script hello(Consumer<ServerHello> change) {
    return Script.honest().serverHello(change);
  }

  private static ProtocolRule suite(String rule, Terms terms, int suite) {
    return refused(
        terms, rule, "RFC 5246 7.4.1.3", Alert.ILLEGAL_PARAMETER, hello(h -> h.suite = suite));
  }

  private static ProtocolRule decode(String rule, int type, int... body) {
    return rule(
        rule,
        "RFC 5246 7.4.1.4",
        Alert.DECODE_ERROR,
        h -> h.extensions.set(type, Bytes.of(body).done()));
  }

  private static ProtocolRule protocol(String rule, Alert alert, String... names) {
    byte[] body =
        Bytes.of()
            .vec16(
                list -> {
                  for (String name : names) {
                    list.vec8(name.getBytes());
                  }
                })
            .done();
    return refused(
        TERMS.alpn("h2", "http/1.1"),
        rule,
        "RFC 7301 3.1",
        alert,
        hello(h -> h.extensions.set(Extensions.ALPN, body)));
  }

  private static void downgrade(ServerHello hello, int to) {
    byte[] mark = Bytes.of('D', 'O', 'W', 'N', 'G', 'R', 'D', to).done();
    System.arraycopy(mark, 0, hello.random, 24, 8);
  }

  private static void echo(Peer peer) {
    ServerHello hello = new ServerHello();
    hello.suite = 0xC02B;
    hello.sessionId = ((ScriptedServer) peer).clientHello().sessionId;
    peer.send(Message.SERVER_HELLO, hello.body());
    // There is no honest ServerHello to go on with.
    throw new IllegalStateException("the subject was to end it");
  }
}
