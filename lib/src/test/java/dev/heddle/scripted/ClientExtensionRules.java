package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.HANDSHAKE_FAILURE;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.MISSING_EXTENSION;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What stands in the extensions of a ClientHello, each for itself. */
final class ClientExtensionRules {

  private static final Terms TLS13 = Terms.server(TlsVersion.TLS_1_3);
  private static final int HEARTBEAT = 15;
  private static final int CLIENT_CERTIFICATE_TYPE = 19;
  private static final int SERVER_CERTIFICATE_TYPE = 20;

  private ClientExtensionRules() {}

  static List<ProtocolRule> all() {
    List<ProtocolRule> rules = new ArrayList<>();
    rules.addAll(lists());
    rules.addAll(names());
    rules.addAll(protocols());
    rules.addAll(numbers());
    rules.addAll(flags());
    rules.addAll(psks());
    rules.addAll(answers());
    return rules;
  }

  private static List<ProtocolRule> lists() {
    return List.of(
        malformed(Extensions.SUPPORTED_VERSIONS, "supported_versions, empty", "4.2.1", 0),
        malformed(Extensions.SUPPORTED_VERSIONS, "supported_versions, odd", "4.2.1", 3, 3, 4, 3),
        malformed(
            Extensions.SUPPORTED_VERSIONS, "supported_versions, too long", "4.2.1", 2, 3, 4, 0),
        malformed(Extensions.SUPPORTED_GROUPS, "supported_groups, empty", "4.2.7", 0, 0),
        malformed(Extensions.SUPPORTED_GROUPS, "supported_groups, odd", "4.2.7", 0, 3, 0, 29, 0),
        malformed(
            Extensions.SUPPORTED_GROUPS, "supported_groups, too long", "4.2.7", 0, 2, 0, 29, 0),
        malformed(Extensions.SIGNATURE_ALGORITHMS, "signature_algorithms, empty", "4.2.3", 0, 0),
        malformed(
            Extensions.SIGNATURE_ALGORITHMS, "signature_algorithms, odd", "4.2.3", 0, 3, 4, 3, 4),
        malformed(
            Extensions.SIGNATURE_ALGORITHMS_CERT,
            "signature_algorithms_cert, empty",
            "4.2.3",
            0,
            0),
        malformed(
            Extensions.SIGNATURE_ALGORITHMS_CERT,
            "signature_algorithms_cert, odd",
            "4.2.3",
            0,
            1,
            4),
        malformed(Extensions.KEY_SHARE, "key_share, cut short", "4.2.8", 0, 5, 0, 29, 0, 32, 1),
        malformed(
            Extensions.KEY_SHARE, "key_share with an empty share", "4.2.8", 0, 4, 0, 29, 0, 0),
        malformed(Extensions.KEY_SHARE, "key_share, too long", "4.2.8", 0, 0, 0),
        malformed(Extensions.COOKIE, "cookie, empty", "4.2.2", 0, 0),
        malformed(
            Extensions.CERTIFICATE_AUTHORITIES, "certificate_authorities, empty", "4.2.4", 0, 0),
        malformed(
            Extensions.CERTIFICATE_AUTHORITIES,
            "certificate_authorities with an empty name",
            "4.2.4",
            0,
            2,
            0,
            0),
        malformed(
            Extensions.CERTIFICATE_AUTHORITIES,
            "certificate_authorities, cut short",
            "4.2.4",
            0,
            3,
            0,
            2,
            1),
        with(
            Extensions.CERTIFICATE_AUTHORITIES,
            "certificate_authorities with a name that is not DER",
            "RFC 8446 4.2.4",
            0,
            3,
            0,
            1,
            255),
        refused12(
            Extensions.EC_POINT_FORMATS,
            "ec_point_formats, empty",
            "RFC 8422 5.1.2",
            DECODE_ERROR,
            0));
  }

  private static List<ProtocolRule> names() {
    return List.of(
        malformed6066(Extensions.SERVER_NAME, "server_name without a list", "3"),
        malformed6066(Extensions.SERVER_NAME, "server_name, empty", "3", 0, 0),
        malformed6066(Extensions.SERVER_NAME, "server_name with an empty name", "3", 0, 3, 0, 0, 0),
        malformed6066(Extensions.SERVER_NAME, "server_name, cut short", "3", 0, 4, 0, 0, 2, 'a'),
        malformed6066(Extensions.SERVER_NAME, "server_name, too long", "3", 0, 4, 0, 0, 1, 'a', 0),
        refused(
            Extensions.SERVER_NAME,
            "server_name with two host names",
            "RFC 6066 3",
            ILLEGAL_PARAMETER,
            0,
            8,
            0,
            0,
            1,
            'a',
            0,
            0,
            1,
            'b'),
        refused(
            Extensions.SERVER_NAME,
            "server_name with a NUL",
            "RFC 6066 3",
            ILLEGAL_PARAMETER,
            0,
            6,
            0,
            0,
            3,
            'a',
            0,
            'b'),
        refused(
            Extensions.SERVER_NAME,
            "server_name that is not ASCII",
            "RFC 6066 3",
            ILLEGAL_PARAMETER,
            0,
            5,
            0,
            0,
            2,
            0xc3,
            0xa4),
        server13(
            "server_name of 256 octets",
            "RFC 6066 3",
            ILLEGAL_PARAMETER,
            honest().clientHello(hello -> setName(hello, "a".repeat(256)))),
        accepted(
            TLS13,
            "server_name with an address",
            "RFC 6066 3",
            honest().clientHello(hello -> setName(hello, "192.0.2.7"))),
        accepted(
            TLS13,
            "server_name with a dot at the end",
            "RFC 6066 3",
            honest().clientHello(hello -> setName(hello, "localhost."))),
        with(
            Extensions.SERVER_NAME,
            "server_name with a name of another type",
            "RFC 6066 3",
            0,
            4,
            7,
            0,
            1,
            255));
  }

  private static void setName(Messages.ClientHello hello, String name) {
    hello.extensions.set(
        Extensions.SERVER_NAME, Bytes.of().vec16(list -> list.u8(0).vec16(name.getBytes())).done());
  }

  private static List<ProtocolRule> protocols() {
    return List.of(
        refused(Extensions.ALPN, "ALPN, empty", "RFC 7301 3.1", DECODE_ERROR, 0, 0),
        refused(Extensions.ALPN, "ALPN with an empty name", "RFC 7301 3.1", DECODE_ERROR, 0, 1, 0),
        refused(
            Extensions.ALPN, "ALPN, cut short", "RFC 7301 3.1", DECODE_ERROR, 0, 3, 3, 'h', '2'),
        refused(
            Extensions.ALPN, "ALPN, too long", "RFC 7301 3.1", DECODE_ERROR, 0, 3, 2, 'h', '2', 0),
        malformed6066(Extensions.STATUS_REQUEST, "status_request, empty", "8"),
        malformed6066(Extensions.STATUS_REQUEST, "status_request, cut short", "8", 1, 0, 0),
        malformed6066(Extensions.STATUS_REQUEST, "status_request, too long", "8", 1, 0, 0, 0, 0, 0),
        malformed6066(
            Extensions.STATUS_REQUEST,
            "status_request with an empty responder",
            "8",
            1,
            0,
            2,
            0,
            0,
            0,
            0),
        with(
            Extensions.STATUS_REQUEST,
            "status_request with a responder that is not DER",
            "RFC 6066 8",
            1,
            0,
            3,
            0,
            1,
            255,
            0,
            0),
        with(
            Extensions.STATUS_REQUEST, "status_request of another type", "RFC 6066 8", 9, 1, 2, 3));
  }

  private static List<ProtocolRule> numbers() {
    return List.of(
        refused(
            Extensions.MAX_FRAGMENT_LENGTH,
            "max_fragment_length 0",
            "RFC 6066 4",
            ILLEGAL_PARAMETER,
            0),
        refused(
            Extensions.MAX_FRAGMENT_LENGTH,
            "max_fragment_length 5",
            "RFC 6066 4",
            ILLEGAL_PARAMETER,
            5),
        malformed6066(Extensions.MAX_FRAGMENT_LENGTH, "max_fragment_length, too long", "4", 1, 1),
        with(Extensions.MAX_FRAGMENT_LENGTH, "max_fragment_length 4", "RFC 6066 4", 4),
        refused(
            Extensions.RECORD_SIZE_LIMIT,
            "record_size_limit 63",
            "RFC 8449 4",
            ILLEGAL_PARAMETER,
            0,
            63),
        refused(
            Extensions.RECORD_SIZE_LIMIT,
            "record_size_limit, cut short",
            "RFC 8449 4",
            DECODE_ERROR,
            64),
        with(Extensions.RECORD_SIZE_LIMIT, "record_size_limit 16385", "RFC 8449 4", 0x40, 1),
        refused(HEARTBEAT, "heartbeat in mode 3", "RFC 6520 2", ILLEGAL_PARAMETER, 3),
        refused(HEARTBEAT, "heartbeat in mode 0", "RFC 6520 2", ILLEGAL_PARAMETER, 0),
        refused(HEARTBEAT, "heartbeat, too long", "RFC 6520 2", DECODE_ERROR, 1, 1),
        with(HEARTBEAT, "heartbeat in mode 1", "RFC 6520 2", 1),
        refused(
            Extensions.PADDING,
            "padding that is not all zero",
            "RFC 7685 3",
            ILLEGAL_PARAMETER,
            0,
            0,
            1),
        with(Extensions.PADDING, "padding without a body", "RFC 7685 3"),
        refused(
            CLIENT_CERTIFICATE_TYPE,
            "client_certificate_type, empty",
            "RFC 7250 3",
            DECODE_ERROR,
            0),
        with(
            SERVER_CERTIFICATE_TYPE,
            "server_certificate_type with raw public keys or X.509",
            "RFC 7250 3",
            2,
            2,
            0));
  }

  private static List<ProtocolRule> flags() {
    return List.of(
        refused12(
            Extensions.EXTENDED_MASTER_SECRET,
            "extended_master_secret with a body",
            "RFC 7627 5.1",
            DECODE_ERROR,
            0),
        refused12(
            Extensions.ENCRYPT_THEN_MAC,
            "encrypt_then_mac with a body",
            "RFC 7366 2",
            DECODE_ERROR,
            0),
        malformed(Extensions.EARLY_DATA, "early_data with a body", "4.2.10", 0),
        malformed(Extensions.POST_HANDSHAKE_AUTH, "post_handshake_auth with a body", "4.2.6", 0),
        refused(
            Extensions.SIGNED_CERTIFICATE_TIMESTAMP,
            "signed_certificate_timestamp with a body",
            "RFC 6962 3.3.1",
            DECODE_ERROR,
            0),
        refused(
            Extensions.OID_FILTERS,
            "oid_filters, which is for a CertificateRequest",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            0,
            0),
        refused12(
            Extensions.RENEGOTIATION_INFO,
            "renegotiation_info that is not empty",
            "RFC 5746 3.6",
            HANDSHAKE_FAILURE,
            1,
            7),
        refused12(
            Extensions.RENEGOTIATION_INFO,
            "renegotiation_info without a length",
            "RFC 5746 3.2",
            DECODE_ERROR),
        refused12(
            Extensions.RENEGOTIATION_INFO,
            "renegotiation_info, too long",
            "RFC 5746 3.2",
            DECODE_ERROR,
            0,
            0),
        with(Extensions.POST_HANDSHAKE_AUTH, "post_handshake_auth", "RFC 8446 4.2.6"),
        with(Extensions.SESSION_TICKET, "session_ticket with anything", "RFC 5077 3.2", 1, 2, 3),
        with(14, "use_srtp with anything", "RFC 5764 4.1.1", 1));
  }

  private static List<ProtocolRule> psks() {
    byte[] one = psk(1, 1, 32);
    return List.of(
        malformed(Extensions.PSK_KEY_EXCHANGE_MODES, "psk_key_exchange_modes, empty", "4.2.9", 0),
        malformed(
            Extensions.PSK_KEY_EXCHANGE_MODES,
            "psk_key_exchange_modes, too long",
            "4.2.9",
            1,
            1,
            0),
        accepted(TLS13, "a PSK that nobody knows", "RFC 8446 4.2.11", offering(one)),
        server13(
            "pre_shared_key that is not the last extension",
            "RFC 8446 4.2.11",
            ILLEGAL_PARAMETER,
            offering(one).clientHello(hello -> hello.extensions.add(Extensions.UNKNOWN))),
        server12(
            "pre_shared_key that is not the last extension",
            "RFC 8446 4.2.11",
            ILLEGAL_PARAMETER,
            offering(one).clientHello(hello -> hello.extensions.add(Extensions.UNKNOWN))),
        server13(
            "pre_shared_key without psk_key_exchange_modes",
            "RFC 8446 4.2.9",
            MISSING_EXTENSION,
            offering(one)
                .clientHello(hello -> hello.extensions.remove(Extensions.PSK_KEY_EXCHANGE_MODES))),
        server13(
            "two PSKs with one binder",
            "RFC 8446 4.2.11",
            ILLEGAL_PARAMETER,
            offering(psk(2, 1, 32))),
        server13(
            "one PSK with two binders",
            "RFC 8446 4.2.11",
            ILLEGAL_PARAMETER,
            offering(psk(1, 2, 32))),
        server13("a binder of 31 octets", "RFC 8446 4.2.11", DECODE_ERROR, offering(psk(1, 1, 31))),
        server13(
            "pre_shared_key without a PSK",
            "RFC 8446 4.2.11",
            DECODE_ERROR,
            offering(psk(0, 1, 32))),
        server13(
            "pre_shared_key without a binder",
            "RFC 8446 4.2.11",
            DECODE_ERROR,
            offering(psk(1, 0, 32))),
        server13(
            "pre_shared_key with an empty identity",
            "RFC 8446 4.2.11",
            DECODE_ERROR,
            offering(
                Bytes.of()
                    .vec16(list -> list.u16(0).u32(0))
                    .vec16(list -> list.vec8(new byte[32]))
                    .done())),
        server13(
            "pre_shared_key, too long",
            "RFC 8446 4.2.11",
            DECODE_ERROR,
            offering(Bytes.concat(one, new byte[1]))),
        server13(
            "pre_shared_key, cut short",
            "RFC 8446 4.2.11",
            DECODE_ERROR,
            offering(Bytes.cut(one, 1))),
        server13(
            "a PSK and no signature_algorithms, though the PSK is not taken",
            "RFC 8446 4.2.3",
            MISSING_EXTENSION,
            offering(one)
                .clientHello(hello -> hello.extensions.remove(Extensions.SIGNATURE_ALGORITHMS))));
  }

  /** What the server makes of it, which a step looks at once the handshake is done. */
  private static List<ProtocolRule> answers() {
    List<ProtocolRule> rules = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      Terms terms = Terms.server(version);
      rules.add(
          accepted(
              terms,
              "server_name, which the server acknowledges",
              "RFC 6066 3",
              honest().then(peer -> demandName(peer, true))));
      rules.add(
          accepted(
              terms.withoutServerName(),
              "no server_name, which the server does not acknowledge",
              "RFC 6066 3",
              honest().then(peer -> demandName(peer, false))));
    }
    byte[] unknown = Crypto.random(32);
    rules.add(
        accepted(
            Terms.server(TlsVersion.TLS_1_2),
            "a session id, which the server does not give back",
            "RFC 5246 7.4.1.3",
            honest()
                .clientHello(hello -> hello.sessionId = unknown.clone())
                .then(
                    peer ->
                        peer.demand(
                            !Arrays.equals(peer.serverHello.sessionId, unknown), "gave it back"))));
    return rules;
  }

  private static void demandName(Peer peer, boolean acknowledged) {
    Extensions answers = ((ScriptedClient) peer).answers();
    boolean empty =
        answers.has(Extensions.SERVER_NAME) && answers.get(Extensions.SERVER_NAME).length == 0;
    peer.demand(empty == acknowledged, "has " + answers.entries.size() + " answers");
    peer.demand(acknowledged || !answers.has(Extensions.SERVER_NAME), "acknowledged it");
  }

  static byte[] psk(int identities, int binders, int length) {
    Bytes ids = Bytes.of();
    for (int i = 0; i < identities; i++) {
      ids.vec16((byte) 1, (byte) i).u32(0);
    }
    Bytes macs = Bytes.of();
    for (int i = 0; i < binders; i++) {
      macs.vec8(new byte[length]);
    }
    return Bytes.of().vec16(ids.done()).vec16(macs.done()).done();
  }

  static Script offering(byte... psk) {
    return honest()
        .clientHello(
            hello ->
                hello
                    .extensions
                    .add(Extensions.PSK_KEY_EXCHANGE_MODES, (byte) 1, (byte) 1)
                    .add(Extensions.PRE_SHARED_KEY, psk));
  }

  private static ProtocolRule malformed(int type, String rule, String section, int... body) {
    return refused(type, rule, "RFC 8446 " + section, DECODE_ERROR, body);
  }

  private static ProtocolRule malformed6066(int type, String rule, String section, int... body) {
    return refused(type, rule, "RFC 6066 " + section, DECODE_ERROR, body);
  }

  private static ProtocolRule refused(
      int type, String rule, String source, Alert alert, int... body) {
    return server13(rule, source, alert, setting(type, body));
  }

  private static ProtocolRule refused12(
      int type, String rule, String source, Alert alert, int... body) {
    return server12(rule, source, alert, setting(type, body));
  }

  private static ProtocolRule with(int type, String rule, String source, int... body) {
    return accepted(TLS13, rule, source, setting(type, body));
  }

  private static Script setting(int type, int... body) {
    return honest().clientHello(hello -> hello.extensions.set(type, Bytes.of(body).done()));
  }
}
