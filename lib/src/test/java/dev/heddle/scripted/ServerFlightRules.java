package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.CertificateRequest;
import dev.heddle.scripted.Messages.EncryptedExtensions;
import dev.heddle.scripted.Messages.NewSessionTicket;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a client takes for EncryptedExtensions and CertificateRequest of TLS 1.3, and for messages
 * after the handshake.
 */
final class ServerFlightRules {

  private static final Terms TERMS = Terms.client(TlsVersion.TLS_1_3);
  private static final Terms ALPN = TERMS.alpn("h2", "http/1.1");
  private static final Terms ASKED = TERMS.withClientAuth();

  private ServerFlightRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(encryptedExtensions(), protocols(), certificateRequest(), afterwards())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProtocolRule> encryptedExtensions() {
    return List.of(
        encrypted(
            "half an extension in EncryptedExtensions",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            m -> m.extensions.trailing = new byte[3]),
        encrypted(
            "EncryptedExtensions without a body",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            m -> m.extensions.absent = true),
        encrypted(
            "an extension twice in EncryptedExtensions",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.extensions.add(Extensions.SERVER_NAME).add(Extensions.SERVER_NAME)),
        unasked("an unknown extension in EncryptedExtensions", Extensions.UNKNOWN),
        unasked("max_fragment_length that nobody offered", Extensions.MAX_FRAGMENT_LENGTH, 1),
        unasked("early data that nobody offered", Extensions.EARLY_DATA),
        unasked("record_size_limit that nobody offered", Extensions.RECORD_SIZE_LIMIT, 64, 0),
        unasked(
            "an application protocol that nobody asked for", Extensions.ALPN, 0, 3, 2, 'h', '2'),
        encrypted(
            "key_share in EncryptedExtensions",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.extensions.add(Extensions.KEY_SHARE)),
        encrypted(
            "supported_versions in EncryptedExtensions",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.extensions.add(Extensions.SUPPORTED_VERSIONS, Bytes.of(3, 4).done())),
        encrypted(
            "server_name with a body",
            "RFC 6066 3",
            Alert.DECODE_ERROR,
            m -> m.extensions.add(Extensions.SERVER_NAME, (byte) 0)),
        groups("supported_groups of an odd length", 0, 3, 0, 0x1D, 0),
        groups("no group in supported_groups", 0, 0),
        groups("an octet behind supported_groups", 0, 2, 0, 0x1D, 0),
        accepted(
            TERMS,
            "server_name, and groups for the next time",
            "RFC 8446 4.2.7",
            Script.honest()
                .encryptedExtensions(
                    m ->
                        m.extensions
                            .add(Extensions.SERVER_NAME)
                            .add(Extensions.SUPPORTED_GROUPS, Bytes.of(0, 2, 0x1A, 0x1A).done()))));
  }

  private static List<ProtocolRule> protocols() {
    return List.of(
        accepted(ALPN, "the second of our protocols", "RFC 7301 3.1", protocol(names("http/1.1"))),
        protocol("a protocol that was not offered", Alert.ILLEGAL_PARAMETER, names("h3")),
        protocol("two protocols", Alert.ILLEGAL_PARAMETER, names("h2", "http/1.1")),
        protocol("an empty protocol", Alert.DECODE_ERROR, names("")),
        protocol("a protocol and an empty one", Alert.DECODE_ERROR, names("h2", "")),
        protocol("no protocol", Alert.DECODE_ERROR, names()),
        protocol("no list of protocols", Alert.DECODE_ERROR, new byte[0]),
        protocol(
            "an octet behind the protocol",
            Alert.DECODE_ERROR,
            Bytes.concat(names("h2"), new byte[1])),
        protocol("a protocol cut short", Alert.DECODE_ERROR, Bytes.of(0, 3, 3, 'h', '2').done()));
  }

  private static List<ProtocolRule> certificateRequest() {
    return List.of(
        request(
            "a context in CertificateRequest",
            "RFC 8446 4.3.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.context = new byte[1]),
        request(
            "no signature_algorithms in CertificateRequest",
            "RFC 8446 4.3.2",
            Alert.MISSING_EXTENSION,
            m -> m.extensions.remove(Extensions.SIGNATURE_ALGORITHMS)),
        schemes("no scheme in signature_algorithms", Extensions.SIGNATURE_ALGORITHMS, 0, 0),
        schemes(
            "signature_algorithms of an odd length",
            Extensions.SIGNATURE_ALGORITHMS,
            0,
            3,
            4,
            3,
            8),
        schemes(
            "an octet behind signature_algorithms", Extensions.SIGNATURE_ALGORITHMS, 0, 2, 4, 3, 0),
        schemes(
            "no scheme in signature_algorithms_cert", Extensions.SIGNATURE_ALGORITHMS_CERT, 0, 0),
        schemes(
            "signature_algorithms_cert of an odd length",
            Extensions.SIGNATURE_ALGORITHMS_CERT,
            0,
            1,
            4),
        schemes("no name in certificate_authorities", Extensions.CERTIFICATE_AUTHORITIES, 0, 0),
        schemes(
            "an empty name in certificate_authorities",
            Extensions.CERTIFICATE_AUTHORITIES,
            0,
            2,
            0,
            0),
        schemes(
            "an octet behind certificate_authorities",
            Extensions.CERTIFICATE_AUTHORITIES,
            0,
            4,
            0,
            2,
            0x30,
            0,
            0),
        schemes(
            "what is no name in certificate_authorities",
            Extensions.CERTIFICATE_AUTHORITIES,
            0,
            4,
            0,
            2,
            5,
            0),
        schemes(
            "a name in certificate_authorities that is no DER",
            Extensions.CERTIFICATE_AUTHORITIES,
            0,
            4,
            0,
            2,
            0x30,
            9),
        request(
            "an extension twice in CertificateRequest",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.extensions.repeat(Extensions.SIGNATURE_ALGORITHMS)),
        request(
            "key_share in CertificateRequest",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.extensions.add(Extensions.KEY_SHARE)),
        request(
            "an octet behind CertificateRequest",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            m -> m.trailing = new byte[1]),
        request(
            "half an extension in CertificateRequest",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            m -> m.extensions.trailing = new byte[2]),
        refused(
            ASKED,
            "CertificateRequest without a body",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.CERTIFICATE_REQUEST, body -> new byte[0])),
        accepted(
            ASKED,
            "an unknown extension in CertificateRequest",
            "RFC 8446 4.3.2",
            Script.honest()
                .certificateRequest(m -> m.extensions.add(Extensions.UNKNOWN, (byte) 1))));
  }

  private static List<ProtocolRule> afterwards() {
    return List.of(
        accepted(
            TERMS, "a ticket for seven days", "RFC 8446 4.6.1", ticket(t -> t.lifetime = 604800)),
        accepted(
            TERMS,
            "a ticket with early data and what nobody knows",
            "RFC 8446 4.6.1",
            ticket(
                t ->
                    t.extensions
                        .add(Extensions.EARLY_DATA, new byte[4])
                        .add(Extensions.UNKNOWN, (byte) 1))),
        ticket(
            "a ticket for more than seven days", Alert.ILLEGAL_PARAMETER, t -> t.lifetime = 604801),
        ticket("an empty ticket", Alert.DECODE_ERROR, t -> t.ticket = new byte[0]),
        ticket("an octet behind a ticket", Alert.DECODE_ERROR, t -> t.trailing = new byte[1]),
        ticket("a ticket without extensions", Alert.DECODE_ERROR, t -> t.extensions.absent = true),
        ticket(
            "half an extension of a ticket",
            Alert.DECODE_ERROR,
            t -> t.extensions.trailing = new byte[1]),
        ticket(
            "an extension of a ticket twice",
            Alert.ILLEGAL_PARAMETER,
            t -> t.extensions.add(Extensions.UNKNOWN).repeat(Extensions.UNKNOWN)),
        ticket(
            "key_share as the extension of a ticket",
            Alert.ILLEGAL_PARAMETER,
            t -> t.extensions.add(Extensions.KEY_SHARE)),
        ticket(
            "early_data of a ticket without a size",
            Alert.DECODE_ERROR,
            t -> t.extensions.add(Extensions.EARLY_DATA)),
        ticket(
            "early_data of a ticket with more than a size",
            Alert.DECODE_ERROR,
            t -> t.extensions.add(Extensions.EARLY_DATA, new byte[5])),
        later(
            "a ticket cut short",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Message.NEW_SESSION_TICKET,
            0,
            0,
            14),
        later("a KeyUpdate without a body", "RFC 8446 3", Alert.DECODE_ERROR, Message.KEY_UPDATE),
        later(
            "a KeyUpdate of two octets",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Message.KEY_UPDATE,
            0,
            0),
        later(
            "a KeyUpdate that asks for neither",
            "RFC 8446 4.6.3",
            Alert.ILLEGAL_PARAMETER,
            Message.KEY_UPDATE,
            2),
        refused(
            TERMS,
            "a ticket before Finished",
            "RFC 8446 4.6.1",
            Alert.UNEXPECTED_MESSAGE,
            Script.honest()
                .before(
                    Message.FINISHED,
                    peer ->
                        peer.send(Message.NEW_SESSION_TICKET, new NewSessionTicket(true).body()))),
        later(
            "a CertificateRequest after the handshake",
            "RFC 8446 4.6.2",
            Alert.UNEXPECTED_MESSAGE,
            Message.CERTIFICATE_REQUEST,
            0,
            0,
            8,
            0,
            13,
            0,
            4,
            0,
            2,
            4,
            3));
  }

  private static ProtocolRule encrypted(
      String rule, String source, Alert alert, Consumer<EncryptedExtensions> change) {
    return refused(TERMS, rule, source, alert, Script.honest().encryptedExtensions(change));
  }

  private static ProtocolRule unasked(String rule, int type, int... body) {
    return encrypted(
        rule,
        "RFC 8446 4.2",
        Alert.UNSUPPORTED_EXTENSION,
        m -> m.extensions.add(type, Bytes.of(body).done()));
  }

  private static ProtocolRule groups(String rule, int... body) {
    return encrypted(
        rule,
        "RFC 8446 4.2.7",
        Alert.DECODE_ERROR,
        m -> m.extensions.add(Extensions.SUPPORTED_GROUPS, Bytes.of(body).done()));
  }

  private static ProtocolRule protocol(String rule, Alert alert, byte[] body) {
    return refused(ALPN, rule, "RFC 7301 3.1", alert, protocol(body));
  }

  private static Script protocol(byte[] body) {
    return Script.honest().encryptedExtensions(m -> m.extensions.set(Extensions.ALPN, body));
  }

  private static byte[] names(String... names) {
    return Bytes.of()
        .vec16(
            list -> {
              for (String name : names) {
                list.vec8(name.getBytes());
              }
            })
        .done();
  }

  private static ProtocolRule request(
      String rule, String source, Alert alert, Consumer<CertificateRequest> change) {
    return refused(ASKED, rule, source, alert, Script.honest().certificateRequest(change));
  }

  private static ProtocolRule schemes(String rule, int type, int... body) {
    return request(
        rule,
        "RFC 8446 4.3.2",
        Alert.DECODE_ERROR,
        m -> m.extensions.set(type, Bytes.of(body).done()));
  }

  private static ProtocolRule ticket(String rule, Alert alert, Consumer<NewSessionTicket> change) {
    return refused(TERMS, rule, "RFC 8446 4.6.1", alert, ticket(change));
  }

  private static Script ticket(Consumer<NewSessionTicket> change) {
    NewSessionTicket ticket = new NewSessionTicket(true);
    change.accept(ticket);
    byte[] body = ticket.body();
    return Script.honest().then(peer -> peer.send(Message.NEW_SESSION_TICKET, body));
  }

  private static ProtocolRule later(
      String rule, String source, Alert alert, Message message, int... body) {
    byte[] octets = Bytes.of(body).done();
    return refused(
        TERMS, rule, source, alert, Script.honest().then(peer -> peer.send(message, octets)));
  }
}
