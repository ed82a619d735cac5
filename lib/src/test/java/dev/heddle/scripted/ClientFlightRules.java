package dev.heddle.scripted;

import static dev.heddle.fault.Alert.BAD_CERTIFICATE;
import static dev.heddle.fault.Alert.CERTIFICATE_REQUIRED;
import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.DECRYPT_ERROR;
import static dev.heddle.fault.Alert.HANDSHAKE_FAILURE;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.fault.Alert.UNSUPPORTED_EXTENSION;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The messages of a client behind its hellos: certificate, signature, key exchange, Finished. */
final class ClientFlightRules {

  private ClientFlightRules() {}

  static List<ProtocolRule> all() {
    List<ProtocolRule> rules = new ArrayList<>();
    rules.addAll(certificates());
    rules.addAll(signatures());
    rules.addAll(keys());
    rules.addAll(finished());
    return rules;
  }

  private static List<ProtocolRule> certificates() {
    return List.of(
        accepted(
            asked(TlsVersion.TLS_1_3, KeyType.EC_P256),
            "a certificate",
            "RFC 8446 4.4.2",
            honest()),
        accepted(
            asked(TlsVersion.TLS_1_2, KeyType.EC_P256),
            "a certificate",
            "RFC 5246 7.4.6",
            honest()),
        accepted(
            asked(TlsVersion.TLS_1_3, null),
            "no certificate, not required",
            "RFC 8446 4.4.2.4",
            honest()),
        accepted(
            asked(TlsVersion.TLS_1_2, null),
            "no certificate, not required",
            "RFC 5246 7.4.6",
            honest()),
        server13(
                "no certificate, though required",
                "RFC 8446 4.4.2.4",
                CERTIFICATE_REQUIRED,
                honest())
            .terms(terms -> required(terms)),
        server12("no certificate, though required", "RFC 5246 7.4.6", HANDSHAKE_FAILURE, honest())
            .terms(terms -> required(terms)),
        asked13(
            "a Certificate with a context",
            "RFC 8446 4.4.2",
            ILLEGAL_PARAMETER,
            honest().certificate(message -> message.context = new byte[] {1})),
        asked13(
            "an entry with status_request, not asked for",
            "RFC 8446 4.4.2",
            UNSUPPORTED_EXTENSION,
            honest()
                .certificate(
                    message ->
                        message.entries.getFirst().extensions.add(Extensions.STATUS_REQUEST))),
        asked13(
            "an entry with an extension that nobody knows",
            "RFC 8446 4.4.2",
            UNSUPPORTED_EXTENSION,
            honest()
                .certificate(
                    message -> message.entries.getFirst().extensions.add(Extensions.UNKNOWN))),
        asked13(
            "an entry with signature_algorithms, which has no place there",
            "RFC 8446 4.2",
            ILLEGAL_PARAMETER,
            honest()
                .certificate(
                    message ->
                        message
                            .entries
                            .getFirst()
                            .extensions
                            .add(Extensions.SIGNATURE_ALGORITHMS))),
        asked13(
            "an empty certificate",
            "RFC 8446 4.4.2",
            DECODE_ERROR,
            honest().certificate(message -> message.entries.getFirst().der = new byte[0])),
        asked13(
            "a certificate that is not DER",
            "RFC 8446 6.2",
            BAD_CERTIFICATE,
            honest().certificate(message -> message.entries.getFirst().der = new byte[] {1, 2})),
        asked12(
            "a certificate that is not DER",
            "RFC 5246 7.2.2",
            BAD_CERTIFICATE,
            honest().certificate(message -> message.entries.getFirst().der = new byte[] {1, 2})),
        asked13(
            "a chain of more certificates than the limit",
            "RFC 8446 4.4.2",
            ILLEGAL_PARAMETER,
            honest()
                .certificate(
                    message ->
                        message.entries.addAll(
                            Collections.nCopies(20, message.entries.getFirst())))),
        asked13("an octet behind Certificate", "RFC 8446 4.4.2", DECODE_ERROR, trailing()),
        asked12("an octet behind Certificate", "RFC 5246 7.4.6", DECODE_ERROR, trailing()),
        asked13(
            "a Certificate that is cut short",
            "RFC 8446 4.4.2",
            DECODE_ERROR,
            honest().raw(Message.CERTIFICATE, body -> Bytes.cut(body, 1))),
        asked12(
            "a Certificate that is cut short",
            "RFC 5246 7.4.6",
            DECODE_ERROR,
            honest().raw(Message.CERTIFICATE, body -> Bytes.cut(body, 1))),
        server13(
            "a Certificate, not asked for",
            "RFC 8446 4.4.2",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.FINISHED,
                    peer -> peer.send(Message.CERTIFICATE, new byte[] {0, 0, 0, 0}))),
        server12(
            "a Certificate, not asked for",
            "RFC 5246 7.4.6",
            UNEXPECTED_MESSAGE,
            honest()
                .before(
                    Message.CLIENT_KEY_EXCHANGE,
                    peer -> peer.send(Message.CERTIFICATE, new byte[] {0, 0, 0}))),
        asked13(
            "no Certificate",
            "RFC 8446 4.4.2",
            UNEXPECTED_MESSAGE,
            honest().without(Message.CERTIFICATE).without(Message.CERTIFICATE_VERIFY)),
        asked12(
            "no Certificate",
            "RFC 5246 7.4.6",
            UNEXPECTED_MESSAGE,
            honest().without(Message.CERTIFICATE).without(Message.CERTIFICATE_VERIFY)));
  }

  private static Script trailing() {
    return honest().certificate(message -> message.trailing = new byte[1]);
  }

  private static List<ProtocolRule> signatures() {
    return List.of(
        asked13("a wrong signature", "RFC 8446 4.4.3", DECRYPT_ERROR, wrongSignature()),
        asked12("a wrong signature", "RFC 5246 7.4.8", DECRYPT_ERROR, wrongSignature()),
        asked13("an empty signature", "RFC 8446 4.4.3", DECRYPT_ERROR, emptySignature()),
        asked12("an empty signature", "RFC 5246 7.4.8", DECRYPT_ERROR, emptySignature()),
        asked13(
            "a scheme that was not offered",
            "RFC 8446 4.4.3",
            ILLEGAL_PARAMETER,
            honest().scheme(Signing.ECDSA_SHA1)),
        asked12(
            "a scheme that was not offered",
            "RFC 5246 7.4.8",
            ILLEGAL_PARAMETER,
            honest().scheme(Signing.ECDSA_SHA1)),
        asked13(
            "a scheme that nobody knows",
            "RFC 8446 4.4.3",
            ILLEGAL_PARAMETER,
            honest().certificateVerify(message -> message.scheme = 0x7a7a)),
        asked13(
            "a scheme of another curve than the key's",
            "RFC 8446 4.2.3",
            ILLEGAL_PARAMETER,
            honest().scheme(Signing.ECDSA_P384_SHA384)),
        asked13(
            "a scheme of another kind than the key",
            "RFC 8446 4.4.3",
            ILLEGAL_PARAMETER,
            honest().certificateVerify(message -> message.scheme = Signing.RSA_PSS_RSAE_SHA256)),
        asked12(
            "a scheme of another kind than the key",
            "RFC 5246 7.4.8",
            ILLEGAL_PARAMETER,
            honest().certificateVerify(message -> message.scheme = Signing.RSA_PSS_RSAE_SHA256)),
        server13(
                "rsa_pkcs1 in CertificateVerify",
                "RFC 8446 4.2.3",
                ILLEGAL_PARAMETER,
                honest().scheme(Signing.RSA_PKCS1_SHA256))
            .terms(terms -> terms.withClientAuth().clientKey(KeyType.RSA_2048)),
        accepted(
            asked(TlsVersion.TLS_1_2, KeyType.RSA_2048),
            "rsa_pkcs1 in CertificateVerify",
            "RFC 5246 7.4.8",
            honest().scheme(Signing.RSA_PKCS1_SHA256)),
        asked13(
            "an octet behind CertificateVerify",
            "RFC 8446 4.4.3",
            DECODE_ERROR,
            honest().certificateVerify(message -> message.trailing = new byte[1])),
        asked12(
            "an octet behind CertificateVerify",
            "RFC 5246 7.4.8",
            DECODE_ERROR,
            honest().certificateVerify(message -> message.trailing = new byte[1])),
        asked13(
            "a CertificateVerify that is cut short",
            "RFC 8446 4.4.3",
            DECODE_ERROR,
            honest().raw(Message.CERTIFICATE_VERIFY, body -> Bytes.cut(body, 1))),
        asked12(
            "a CertificateVerify that is cut short",
            "RFC 5246 7.4.8",
            DECODE_ERROR,
            honest().raw(Message.CERTIFICATE_VERIFY, body -> Bytes.cut(body, 1))),
        asked13(
            "no CertificateVerify",
            "RFC 8446 4.4.3",
            UNEXPECTED_MESSAGE,
            honest().without(Message.CERTIFICATE_VERIFY)),
        asked12(
            "no CertificateVerify",
            "RFC 5246 7.4.8",
            UNEXPECTED_MESSAGE,
            honest().without(Message.CERTIFICATE_VERIFY)),
        unasked(
            server13(
                "a CertificateVerify behind a Certificate without certificates",
                "RFC 8446 4.4.3",
                UNEXPECTED_MESSAGE,
                honest()
                    .before(
                        Message.FINISHED,
                        peer -> peer.send(Message.CERTIFICATE_VERIFY, new byte[4])))),
        unasked(
            server12(
                "a CertificateVerify behind a Certificate without certificates",
                "RFC 5246 7.4.8",
                UNEXPECTED_MESSAGE,
                honest()
                    .after(
                        Message.CLIENT_KEY_EXCHANGE,
                        peer -> peer.send(Message.CERTIFICATE_VERIFY, new byte[4])))));
  }

  private static Script wrongSignature() {
    return honest()
        .certificateVerify(message -> message.signature = Bytes.flip(message.signature, -1));
  }

  private static Script emptySignature() {
    return honest().certificateVerify(message -> message.signature = new byte[0]);
  }

  private static List<ProtocolRule> keys() {
    byte[] compressed = new KeyShare(KeyShare.P_256).encoded();
    compressed[0] = 2;
    return List.of(
        server12(
            "a ClientKeyExchange without a point",
            "RFC 8422 5.7",
            DECODE_ERROR,
            honest().clientKeyExchange(message -> message.point = new byte[0])),
        server12(
            "an octet behind ClientKeyExchange",
            "RFC 8422 5.7",
            DECODE_ERROR,
            honest().clientKeyExchange(message -> message.trailing = new byte[1])),
        server12(
            "a ClientKeyExchange that is cut short",
            "RFC 8422 5.7",
            DECODE_ERROR,
            honest().raw(Message.CLIENT_KEY_EXCHANGE, body -> Bytes.cut(body, 1))),
        server12(
            "a ClientKeyExchange without a body",
            "RFC 8422 5.7",
            DECODE_ERROR,
            honest().raw(Message.CLIENT_KEY_EXCHANGE, body -> new byte[0])),
        server12(
            "an X25519 point of 31 octets",
            "RFC 8422 5.11",
            ILLEGAL_PARAMETER,
            honest().clientKeyExchange(message -> message.point = new byte[31])),
        p256(
            "a compressed P-256 point",
            "RFC 8422 5.1.2",
            honest().clientKeyExchange(message -> message.point = compressed)),
        p256(
            "a P-256 point of 64 octets",
            "RFC 8422 5.7",
            honest().clientKeyExchange(message -> message.point = Bytes.cut(message.point, 1))),
        p256(
            "a P-256 point off the curve",
            "RFC 8422 5.11",
            honest().clientKeyExchange(message -> message.point = Bytes.flip(message.point, -1))));
  }

  private static ProtocolRule p256(String rule, String source, Script script) {
    return server12(rule, source, ILLEGAL_PARAMETER, script)
        .terms(terms -> terms.groups(NamedGroup.P_256));
  }

  private static List<ProtocolRule> finished() {
    return List.of(
        server13(
            "a Finished of 31 octets",
            "RFC 8446 4.4.4",
            DECODE_ERROR,
            honest().raw(Message.FINISHED, body -> Bytes.cut(body, 1))),
        server13(
            "a Finished of 33 octets",
            "RFC 8446 4.4.4",
            DECODE_ERROR,
            honest().raw(Message.FINISHED, body -> Bytes.concat(body, new byte[1]))),
        server12(
            "a Finished of 11 octets",
            "RFC 5246 7.4.9",
            DECODE_ERROR,
            honest().raw(Message.FINISHED, body -> Bytes.cut(body, 1))),
        server12(
            "a Finished of 13 octets",
            "RFC 5246 7.4.9",
            DECODE_ERROR,
            honest().raw(Message.FINISHED, body -> Bytes.concat(body, new byte[1]))),
        server12(
            "no change_cipher_spec before Finished",
            "RFC 5246 7.1",
            UNEXPECTED_MESSAGE,
            honest().without(Message.CHANGE_CIPHER_SPEC)));
  }

  private static Terms asked(TlsVersion version, KeyType key) {
    return Terms.server(version).withClientAuth().clientKey(key);
  }

  private static Terms required(Terms terms) {
    return terms.withClientAuth().ours(config -> config.verifyMode(VerifyMode.REQUIRE));
  }

  private static ProtocolRule unasked(ProtocolRule rule) {
    return rule.terms(Terms::withClientAuth);
  }

  private static ProtocolRule asked13(String rule, String source, Alert alert, Script script) {
    return server13(rule, source, alert, script)
        .terms(terms -> terms.withClientAuth().clientKey(KeyType.EC_P256));
  }

  private static ProtocolRule asked12(String rule, String source, Alert alert, Script script) {
    return server12(rule, source, alert, script)
        .terms(terms -> terms.withClientAuth().clientKey(KeyType.EC_P256));
  }
}
