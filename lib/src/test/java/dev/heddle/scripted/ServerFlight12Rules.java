package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.CertificateRequest;
import dev.heddle.scripted.Messages.Certificates;
import dev.heddle.scripted.Messages.ServerKeyExchange;
import dev.heddle.support.TestCerts.KeyType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client takes for the messages of TLS 1.2 after the ServerHello. */
final class ServerFlight12Rules {

  private static final Terms TERMS = Terms.client(TlsVersion.TLS_1_2);
  private static final Terms ASKED = TERMS.withClientAuth();
  private static final Terms RSA = TERMS.serverKey(KeyType.RSA_2048);

  private ServerFlight12Rules() {}

  static List<ProtocolRule> all() {
    return Stream.of(certificate(), keyExchange(), finiteFields(), rest())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProtocolRule> certificate() {
    return List.of(
        certificate(
            "no certificate of a server, in TLS 1.2", Alert.DECODE_ERROR, c -> c.entries.clear()),
        certificate(
            "an empty certificate in TLS 1.2",
            Alert.DECODE_ERROR,
            c -> c.entries.get(0).der = new byte[0]),
        certificate(
            "an octet behind Certificate of TLS 1.2",
            Alert.DECODE_ERROR,
            c -> c.trailing = new byte[1]),
        certificate(
            "a certificate that cannot be read, in TLS 1.2",
            Alert.BAD_CERTIFICATE,
            c -> c.entries.get(0).der = Bytes.flip(c.entries.get(0).der, 5)),
        certificate(
            "more certificates than are read, in TLS 1.2",
            Alert.ILLEGAL_PARAMETER,
            c -> c.entries.addAll(Collections.nCopies(10, c.entries.get(0)))),
        refused(
            TERMS,
            "a Certificate of TLS 1.2 cut short",
            "RFC 5246 7.4.2",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.CERTIFICATE, body -> Bytes.cut(body, 1))),
        refused(
            TERMS,
            "a CertificateStatus that nobody asked for",
            "RFC 6066 8",
            Alert.UNEXPECTED_MESSAGE,
            Script.honest()
                .after(
                    Message.CERTIFICATE,
                    peer -> peer.send(Message.CERTIFICATE_STATUS, Bytes.of(1, 0, 0, 1, 7).done()))),
        accepted(TERMS.withStaple(), "a staple that does not come", "RFC 6066 8", announced()),
        status("a CertificateStatus without a body"),
        status("a CertificateStatus of an unknown type", 2, 0, 0, 1, 7),
        status("a CertificateStatus of no octets", 1, 0, 0, 0),
        status("a CertificateStatus cut short", 1, 0, 0, 2, 7),
        status("an octet behind CertificateStatus", 1, 0, 0, 1, 7, 7));
  }

  private static List<ProtocolRule> keyExchange() {
    return List.of(
        exchange("explicit curve parameters", Alert.ILLEGAL_PARAMETER, m -> m.curveType = 1),
        exchange("explicit parameters of char2", Alert.ILLEGAL_PARAMETER, m -> m.curveType = 2),
        exchange("a curve that was not offered", Alert.ILLEGAL_PARAMETER, m -> m.group = 0x0018),
        exchange("a curve that nobody knows", Alert.ILLEGAL_PARAMETER, m -> m.group = 0x1A1A),
        refused(
            TERMS
                .versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                .groups(NamedGroup.X25519MLKEM768, NamedGroup.X25519),
            "a hybrid group in TLS 1.2",
            "RFC 8422 5.4",
            Alert.ILLEGAL_PARAMETER,
            Script.honest().serverKeyExchange(m -> m.group = 0x11EC)),
        exchange("no point", Alert.ILLEGAL_PARAMETER, m -> m.point = new byte[0]),
        exchange(
            "a scheme of SHA-1 in ServerKeyExchange",
            Alert.ILLEGAL_PARAMETER,
            m -> m.scheme = Signing.ECDSA_SHA1),
        exchange(
            "a scheme that nobody knows in ServerKeyExchange",
            Alert.ILLEGAL_PARAMETER,
            m -> m.scheme = 0xFADE),
        exchange(
            "a scheme of RSA for a key on P-256, in TLS 1.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.scheme = Signing.RSA_PKCS1_SHA256),
        exchange(
            "a scheme of Ed25519 for a key on P-256, in TLS 1.2",
            Alert.ILLEGAL_PARAMETER,
            m -> m.scheme = Signing.ED25519),
        refused(
            RSA,
            "a scheme of ECDSA for an RSA key, in TLS 1.2",
            "RFC 5246 7.4.3",
            Alert.ILLEGAL_PARAMETER,
            Script.honest().serverKeyExchange(m -> m.scheme = Signing.ECDSA_P256_SHA256)),
        refused(
            RSA,
            "a scheme of RSASSA-PSS keys for an RSA key, in TLS 1.2",
            "RFC 8446 4.2.3",
            Alert.ILLEGAL_PARAMETER,
            Script.honest().serverKeyExchange(m -> m.scheme = Signing.RSA_PSS_PSS_SHA256)),
        exchange(
            "a wrong signature in TLS 1.2",
            Alert.DECRYPT_ERROR,
            m -> m.signature = new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1}),
        exchange(
            "an empty signature in TLS 1.2", Alert.DECRYPT_ERROR, m -> m.signature = new byte[0]),
        refused(
            RSA,
            "a wrong signature of RSA in TLS 1.2",
            "RFC 5246 7.4.3",
            Alert.DECRYPT_ERROR,
            Script.honest().serverKeyExchange(m -> m.signature = new byte[256])),
        exchange(
            "an octet behind ServerKeyExchange", Alert.DECODE_ERROR, m -> m.trailing = new byte[1]),
        raw("a ServerKeyExchange without a body"),
        raw("a ServerKeyExchange cut short", 3, 0, 0x1D, 32, 9),
        refused(
            TERMS,
            "a ServerKeyExchange without a signature",
            "RFC 5246 7.4.3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.SERVER_KEY_EXCHANGE, body -> Arrays.copyOf(body, 4 + 32))));
  }

  private static List<ProtocolRule> finiteFields() {
    BigInteger p = BigInteger.ONE.shiftLeft(2047).add(BigInteger.valueOf(5));
    return List.of(
        field(
            "a prime of 1024 bits",
            Alert.INSUFFICIENT_SECURITY,
            BigInteger.ONE.shiftLeft(1023),
            BigInteger.TEN),
        field("a prime that is no known one", Alert.INSUFFICIENT_SECURITY, p, BigInteger.TEN),
        field("a public value of one", Alert.ILLEGAL_PARAMETER, p, BigInteger.ONE),
        field("a public value of zero", Alert.ILLEGAL_PARAMETER, p, BigInteger.ZERO),
        field("a public value of p - 1", Alert.ILLEGAL_PARAMETER, p, p.subtract(BigInteger.ONE)),
        field("a public value of p", Alert.ILLEGAL_PARAMETER, p, p),
        finiteField("no prime", Alert.DECODE_ERROR, Bytes.of(0, 0, 0, 1, 2, 0, 1, 9).done()),
        finiteField("a prime cut short", Alert.DECODE_ERROR, Bytes.of(0, 9, 1).done()));
  }

  private static List<ProtocolRule> rest() {
    return List.of(
        request("no certificate type in CertificateRequest", m -> m.types = new byte[0]),
        request("no scheme in CertificateRequest of TLS 1.2", m -> m.schemes.clear()),
        request(
            "an empty name in CertificateRequest of TLS 1.2", m -> m.authorities.add(new byte[0])),
        request(
            "what is no name in CertificateRequest of TLS 1.2",
            m -> m.authorities.add(new byte[] {5, 0})),
        request(
            "a name in CertificateRequest of TLS 1.2 that is no DER",
            m -> m.authorities.add(new byte[] {0x30, 9})),
        request("an octet behind CertificateRequest of TLS 1.2", m -> m.trailing = new byte[1]),
        refused(
            ASKED,
            "schemes of an odd length in CertificateRequest of TLS 1.2",
            "RFC 5246 7.4.4",
            Alert.DECODE_ERROR,
            Script.honest()
                .raw(
                    Message.CERTIFICATE_REQUEST,
                    body -> Bytes.of(1, 64, 0, 3, 4, 3, 8, 0, 0).done())),
        refused(
            ASKED,
            "CertificateRequest of TLS 1.2 without a body",
            "RFC 5246 7.4.4",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.CERTIFICATE_REQUEST, body -> new byte[0])),
        refused(
            TERMS,
            "ServerHelloDone with a body",
            "RFC 5246 7.4.5",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.SERVER_HELLO_DONE, body -> new byte[1])),
        accepted(
            TERMS,
            "a HelloRequest in the handshake",
            "RFC 5246 7.4.1.1",
            Script.honest().before(Message.CERTIFICATE, peer -> peer.send(Message.HELLO_REQUEST))),
        refused(
            TERMS,
            "a HelloRequest with a body",
            "RFC 5246 7.4.1.1",
            Alert.DECODE_ERROR,
            Script.honest()
                .before(Message.CERTIFICATE, peer -> peer.send(Message.HELLO_REQUEST, (byte) 0))),
        finished("an octet behind Finished", 13),
        finished("a Finished cut short", 11),
        finished("an empty Finished", 0));
  }

  private static ProtocolRule certificate(String rule, Alert alert, Consumer<Certificates> change) {
    return refused(TERMS, rule, "RFC 5246 7.4.2", alert, Script.honest().certificate(change));
  }

  private static Script announced() {
    return Script.honest().serverHello(h -> h.extensions.add(Extensions.STATUS_REQUEST));
  }

  private static ProtocolRule status(String rule, int... body) {
    return refused(
        TERMS.withStaple(),
        rule,
        "RFC 6066 8",
        Alert.BAD_CERTIFICATE_STATUS_RESPONSE,
        announced()
            .after(
                Message.CERTIFICATE,
                peer -> peer.send(Message.CERTIFICATE_STATUS, Bytes.of(body).done())));
  }

  private static ProtocolRule exchange(
      String rule, Alert alert, Consumer<ServerKeyExchange> change) {
    return refused(TERMS, rule, "RFC 8422 5.4", alert, Script.honest().serverKeyExchange(change));
  }

  private static ProtocolRule raw(String rule, int... body) {
    return refused(
        TERMS,
        rule,
        "RFC 8422 5.4",
        Alert.DECODE_ERROR,
        Script.honest().raw(Message.SERVER_KEY_EXCHANGE, honest -> Bytes.of(body).done()));
  }

  /** With a signature that nobody has to look at. */
  private static ProtocolRule field(String rule, Alert alert, BigInteger p, BigInteger ys) {
    byte[] body =
        Bytes.of()
            .vec16(p.toByteArray())
            .vec16((byte) 2)
            .vec16(ys.toByteArray())
            .u16(Signing.RSA_PKCS1_SHA256)
            .vec16(new byte[256])
            .done();
    return finiteField(rule, alert, body);
  }

  private static ProtocolRule finiteField(String rule, Alert alert, byte[] body) {
    return refused(
        RSA.ours(
            config ->
                config.cipherSuites(List.of(CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256))),
        rule,
        "RFC 7919 5.1",
        alert,
        Script.honest()
            .serverHello(h -> h.suite = 0x009E)
            .raw(Message.SERVER_KEY_EXCHANGE, honest -> body));
  }

  private static ProtocolRule request(String rule, Consumer<CertificateRequest> change) {
    return refused(
        ASKED,
        rule,
        "RFC 5246 7.4.4",
        Alert.DECODE_ERROR,
        Script.honest().certificateRequest(change));
  }

  private static ProtocolRule finished(String rule, int length) {
    return refused(
        TERMS,
        rule,
        "RFC 5246 7.4.9",
        Alert.DECODE_ERROR,
        Script.honest().raw(Message.FINISHED, honest -> new byte[length]));
  }
}
