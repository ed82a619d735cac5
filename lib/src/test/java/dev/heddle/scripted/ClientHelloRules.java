package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.HANDSHAKE_FAILURE;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.INAPPROPRIATE_FALLBACK;
import static dev.heddle.fault.Alert.MISSING_EXTENSION;
import static dev.heddle.fault.Alert.PROTOCOL_VERSION;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The fields of a ClientHello, the version that it offers, and what must stand beside what. */
final class ClientHelloRules {

  private static final Terms TLS13 = Terms.server(TlsVersion.TLS_1_3);
  private static final Terms TLS12 = Terms.server(TlsVersion.TLS_1_2);
  private static final Terms BOTH = TLS12.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);

  private ClientHelloRules() {}

  static List<ProtocolRule> all() {
    List<ProtocolRule> rules = new ArrayList<>();
    rules.addAll(form());
    rules.addAll(versions());
    rules.addAll(presence());
    rules.addAll(shares());
    return rules;
  }

  private static List<ProtocolRule> form() {
    return List.of(
        cut("legacy_version", 1),
        cut("random", 33),
        cut("legacy_session_id's length", 34),
        cut("legacy_session_id", 60),
        cut("cipher_suites' length", 68),
        cut("cipher_suites", 70),
        cut("legacy_compression_methods", 72),
        cut("extensions' length", 74),
        cut("extensions", 90),
        server13(
            "a ClientHello with a session id of 33 octets",
            "RFC 8446 4.1.2",
            DECODE_ERROR,
            honest().clientHello(hello -> hello.sessionId = new byte[33])),
        accepted(
            TLS13,
            "a ClientHello with a session id of one octet",
            "RFC 8446 4.1.2",
            honest().clientHello(hello -> hello.sessionId = new byte[1])),
        server13(
            "a ClientHello without a suite",
            "RFC 8446 4.1.2",
            DECODE_ERROR,
            honest().clientHello(hello -> hello.suites.clear())),
        server13(
            "a ClientHello with one and a half suites",
            "RFC 8446 4.1.2",
            DECODE_ERROR,
            honest().raw(Message.CLIENT_HELLO, ClientHelloRules::oddSuites)),
        server13(
            "a ClientHello without a compression method",
            "RFC 8446 4.1.2",
            DECODE_ERROR,
            honest().clientHello(hello -> hello.compressions = new byte[0])),
        server13(
            "a ClientHello with a compression method that is not null",
            "RFC 8446 4.1.2",
            ILLEGAL_PARAMETER,
            honest().clientHello(hello -> hello.compressions = new byte[] {1})),
        server12(
            "a ClientHello with compression methods that lack null",
            "RFC 5246 7.4.1.2",
            ILLEGAL_PARAMETER,
            honest().clientHello(hello -> hello.compressions = new byte[] {1, 64})),
        accepted(
            TLS12,
            "a ClientHello with null among the compression methods",
            "RFC 5246 7.4.1.2",
            honest().clientHello(hello -> hello.compressions = new byte[] {1, 0})),
        server13(
            "a ClientHello with 65 extensions",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            honest()
                .clientHello(
                    hello ->
                        IntStream.range(0, 61)
                            .forEach(each -> hello.extensions.addFirst(0x7000 + each)))),
        server13(
            "half an extension at the end",
            "RFC 8446 4.2",
            DECODE_ERROR,
            honest().clientHello(hello -> hello.extensions.trailing = new byte[3])),
        accepted(
            TLS13,
            "a ClientHello with GREASE wherever it can stand",
            "RFC 8701 3.1",
            honest().clientHello(ClientHelloRules::grease)));
  }

  private static List<ProtocolRule> versions() {
    List<ProtocolRule> rules = new ArrayList<>();
    for (int legacy : List.of(0x0301, 0x0305, 0x03ff, 0x0200, 0x1234, 0xfefe, 0xfefd, 0xffff)) {
      rules.add(
          accepted(
              TLS13,
              String.format("legacy_version 0x%04x beside supported_versions", legacy),
              "RFC 8446 4.1.2",
              honest().clientHello(hello -> hello.version = legacy)));
    }
    for (int legacy : List.of(0x0304, 0x03ff, 0x1234, 0xfefe)) {
      rules.add(
          accepted(
              BOTH,
              String.format("legacy_version 0x%04x without supported_versions", legacy),
              "RFC 8446 4.2.1",
              honest().clientHello(hello -> hello.version = legacy)));
    }
    for (int legacy : List.of(0x0000, 0x0002, 0x0300, 0x0302)) {
      rules.add(
          server12(
              String.format("legacy_version 0x%04x without supported_versions", legacy),
              "RFC 5246 E.1",
              PROTOCOL_VERSION,
              honest().clientHello(hello -> hello.version = legacy)));
    }
    rules.add(
        server13(
            "no supported_versions, to a server that only has TLS 1.3",
            "RFC 8446 4.2.1",
            PROTOCOL_VERSION,
            honest().clientHello(hello -> hello.extensions.remove(Extensions.SUPPORTED_VERSIONS))));
    rules.add(
        server13(
            "supported_versions with none that the server has",
            "RFC 8446 4.2.1",
            PROTOCOL_VERSION,
            supported(0x0302, 0x0303)));
    rules.add(
        server13(
            "supported_versions with none that anybody knows",
            "RFC 8446 4.2.1",
            PROTOCOL_VERSION,
            supported(0x7a7a, 0xfefe, 0x0399)));
    rules.add(
        accepted(
            TLS13.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3),
            "supported_versions with the best one last",
            "RFC 8446 4.2.1",
            supported(0x7a7a, 0xfefe, 0x0303, 0x0304)));
    rules.add(
        accepted(
            BOTH,
            "supported_versions with TLS 1.2 alone",
            "RFC 8446 4.2.1",
            supported(0x0303, 0x0302)));
    rules.add(
        server12(
                "TLS_FALLBACK_SCSV with a lower version than the server has",
                "RFC 7507 3",
                INAPPROPRIATE_FALLBACK,
                fallback())
            .terms(terms -> BOTH));
    rules.add(
        accepted(TLS12, "TLS_FALLBACK_SCSV with the highest version", "RFC 7507 3", fallback()));
    rules.add(
        accepted(TLS13, "TLS_FALLBACK_SCSV with the highest version", "RFC 7507 3", fallback()));
    return rules;
  }

  private static List<ProtocolRule> presence() {
    return List.of(
        lacking(Extensions.SIGNATURE_ALGORITHMS, "signature_algorithms", "RFC 8446 4.2.3"),
        lacking(Extensions.SUPPORTED_GROUPS, "supported_groups", "RFC 8446 9.2"),
        lacking(Extensions.KEY_SHARE, "key_share", "RFC 8446 9.2"),
        server13(
            "neither supported_groups nor key_share",
            "RFC 8446 9.2",
            MISSING_EXTENSION,
            honest()
                .clientHello(
                    hello ->
                        hello
                            .extensions
                            .remove(Extensions.SUPPORTED_GROUPS)
                            .remove(Extensions.KEY_SHARE))),
        server12(
            "no signature_algorithms, which means SHA-1 alone",
            "RFC 5246 7.4.1.4.1",
            HANDSHAKE_FAILURE,
            honest()
                .clientHello(hello -> hello.extensions.remove(Extensions.SIGNATURE_ALGORITHMS))),
        server12(
            "no extensions at all",
            "RFC 5246 7.4.1.4.1",
            HANDSHAKE_FAILURE,
            honest().clientHello(hello -> hello.extensions.absent = true)),
        accepted(
            TLS12,
            "no extended_master_secret",
            "RFC 7627 5.3",
            honest()
                .clientHello(hello -> hello.extensions.remove(Extensions.EXTENDED_MASTER_SECRET))),
        server12(
            "neither renegotiation_info nor its SCSV",
            "RFC 5746 3.6",
            HANDSHAKE_FAILURE,
            honest().clientHello(hello -> hello.extensions.remove(Extensions.RENEGOTIATION_INFO))),
        accepted(
            TLS12,
            "the SCSV of renegotiation_info",
            "RFC 5746 3.6",
            honest()
                .clientHello(
                    hello -> {
                      hello.extensions.remove(Extensions.RENEGOTIATION_INFO);
                      hello.suites.add(0x00ff);
                    })),
        accepted(
            TLS12,
            "no ec_point_formats",
            "RFC 8422 4",
            honest().clientHello(hello -> hello.extensions.remove(Extensions.EC_POINT_FORMATS))),
        accepted(
            TLS13,
            "ec_point_formats without uncompressed",
            "RFC 8446 4.2.7",
            honest()
                .clientHello(
                    hello ->
                        hello.extensions.add(Extensions.EC_POINT_FORMATS, (byte) 1, (byte) 1))),
        server12(
            "ec_point_formats without uncompressed",
            "RFC 8422 5.1.2",
            ILLEGAL_PARAMETER,
            honest()
                .clientHello(
                    hello ->
                        hello.extensions.set(
                            Extensions.EC_POINT_FORMATS, (byte) 2, (byte) 1, (byte) 2))),
        server13(
            "supported_groups with none that the server has",
            "RFC 8446 4.1.1",
            HANDSHAKE_FAILURE,
            honest()
                .clientHello(
                    hello -> {
                      hello.extensions.set(
                          Extensions.SUPPORTED_GROUPS, Bytes.of(0, 2, 0x7a, 0x7a).done());
                      hello.extensions.set(Extensions.KEY_SHARE, Bytes.of(0, 0).done());
                    })),
        server13(
            "signature_algorithms with none that the key makes",
            "RFC 8446 4.4.2.2",
            HANDSHAKE_FAILURE,
            honest()
                .clientHello(
                    hello ->
                        hello.extensions.set(
                            Extensions.SIGNATURE_ALGORITHMS,
                            Bytes.of(0, 6, 0, 0, 8, 4, 0x7a, 0x7a).done()))));
  }

  private static List<ProtocolRule> shares() {
    byte[] x25519 = new KeyShare(KeyShare.X25519).encoded();
    byte[] p256 = new KeyShare(KeyShare.P_256).encoded();
    byte[] compressed = Arrays.copyOf(p256, 33);
    compressed[0] = 2;
    byte[] hybrid = p256.clone();
    hybrid[0] = 6;
    return List.of(
        share(
            "two shares of one group",
            Bytes.of()
                .vec16(
                    list ->
                        list.u16(KeyShare.X25519)
                            .vec16(x25519)
                            .u16(KeyShare.X25519)
                            .vec16(x25519))),
        share(
            "a share of a group that supported_groups has not",
            Bytes.of()
                .vec16(
                    list -> list.u16(KeyShare.X25519).vec16(x25519).u16(0x7a7a).vec16((byte) 1))),
        server13(
            "33 shares",
            "RFC 8446 4.2.8",
            ILLEGAL_PARAMETER,
            honest()
                .clientHello(
                    hello ->
                        hello
                            .extensions
                            .set(
                                Extensions.SUPPORTED_GROUPS,
                                Bytes.of().vec16(list -> unknownGroups().forEach(list::u16)).done())
                            .set(
                                Extensions.KEY_SHARE,
                                Bytes.of()
                                    .vec16(
                                        list ->
                                            unknownGroups()
                                                .forEach(group -> list.u16(group).vec16((byte) 1)))
                                    .done()))),
        share("an X25519 share of 31 octets", one(KeyShare.X25519, Bytes.cut(x25519, 1))),
        share("an X25519 share of 33 octets", one(KeyShare.X25519, Bytes.concat(x25519, x25519))),
        share("a compressed P-256 share", one(KeyShare.P_256, compressed)),
        share("a P-256 share in hybrid form", one(KeyShare.P_256, hybrid)),
        share("a P-256 share that is cut short", one(KeyShare.P_256, Bytes.cut(p256, 1))),
        share("the point at infinity for P-256", one(KeyShare.P_256, new byte[1])),
        share("a P-256 share off the curve", one(KeyShare.P_256, Bytes.flip(p256, -1)))
            .terms(terms -> terms.groups(NamedGroup.P_256)),
        accepted(
            TLS13,
            "shares in another order than supported_groups",
            "RFC 8446 4.2.8",
            honest()
                .clientHello(
                    hello ->
                        hello.extensions.edit(
                            Extensions.KEY_SHARE,
                            data ->
                                Bytes.of()
                                    .vec16(
                                        list ->
                                            list.u16(KeyShare.P_256)
                                                .vec16(p256)
                                                .raw(Arrays.copyOfRange(data, 2, data.length)))
                                    .done()))),
        accepted(TLS13, "an answer to a HelloRetryRequest", "RFC 8446 4.1.2", retried()));
  }

  private static IntStream unknownGroups() {
    return IntStream.range(0x7000, 0x7021);
  }

  /** Whose key_share is for a group that the server would have, but is not there. */
  static Script retried() {
    return honest()
        .clientHello(hello -> hello.extensions.set(Extensions.KEY_SHARE, Bytes.of(0, 0).done()));
  }

  private static Bytes one(int group, byte... key) {
    return Bytes.of().vec16(list -> list.u16(group).vec16(key));
  }

  private static ProtocolRule share(String what, Bytes body) {
    return server13(
        what,
        "RFC 8446 4.2.8",
        ILLEGAL_PARAMETER,
        honest().clientHello(hello -> hello.extensions.set(Extensions.KEY_SHARE, body.done())));
  }

  private static ProtocolRule cut(String field, int length) {
    return server13(
        "a ClientHello that ends in " + field,
        "RFC 8446 4.1.2",
        DECODE_ERROR,
        honest().raw(Message.CLIENT_HELLO, body -> Arrays.copyOf(body, length)));
  }

  private static ProtocolRule lacking(int type, String name, String source) {
    return server13(
        "no " + name,
        source,
        MISSING_EXTENSION,
        honest().clientHello(hello -> hello.extensions.remove(type)));
  }

  private static Script supported(int... versions) {
    return honest()
        .clientHello(
            hello ->
                hello.extensions.set(
                    Extensions.SUPPORTED_VERSIONS,
                    Bytes.of().vec8(list -> IntStream.of(versions).forEach(list::u16)).done()));
  }

  private static Script fallback() {
    return honest().clientHello(hello -> hello.suites.add(0x5600));
  }

  private static byte[] oddSuites(byte[] body) {
    byte[] odd = Bytes.concat(Arrays.copyOf(body, 71), new byte[1]);
    odd[68] = 3;
    return Bytes.concat(odd, Arrays.copyOfRange(body, 71, body.length));
  }

  private static void grease(Messages.ClientHello hello) {
    hello.suites.addFirst(0x8a8a);
    Extensions extensions = hello.extensions;
    for (int type : List.of(Extensions.SUPPORTED_GROUPS, Extensions.SIGNATURE_ALGORITHMS)) {
      extensions.edit(
          type,
          data ->
              Bytes.of()
                  .vec16(list -> list.u16(0x7a7a).raw(Arrays.copyOfRange(data, 2, data.length)))
                  .done());
    }
    extensions.set(
        Extensions.SUPPORTED_VERSIONS,
        Bytes.of().vec8(list -> list.u16(0x3a3a).u16(0x0304)).done());
    extensions.edit(
        Extensions.KEY_SHARE,
        data ->
            Bytes.of()
                .vec16(
                    list ->
                        list.u16(0x7a7a)
                            .vec16(new byte[1])
                            .raw(Arrays.copyOfRange(data, 2, data.length)))
                .done());
    extensions.add(Extensions.PSK_KEY_EXCHANGE_MODES, (byte) 2, (byte) 1, (byte) 0x2a);
    extensions.add(
        Extensions.ALPN, Bytes.of().vec16(list -> list.vec8((byte) 0x9a, (byte) 0x9a)).done());
    extensions.addFirst(0x4a4a);
    extensions.add(0xdada, (byte) 0);
  }
}
