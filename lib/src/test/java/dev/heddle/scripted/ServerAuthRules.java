package dev.heddle.scripted;

import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.refused;

import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.scripted.Messages.CertificateEntry;
import dev.heddle.scripted.Messages.CertificateVerify;
import dev.heddle.scripted.Messages.Certificates;
import dev.heddle.support.TestCerts.KeyType;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a client takes for Certificate, CertificateVerify and Finished of TLS 1.3. */
final class ServerAuthRules {

  private static final Terms TERMS = Terms.client(TlsVersion.TLS_1_3);
  private static final Terms RSA = TERMS.serverKey(KeyType.RSA_2048);

  private ServerAuthRules() {}

  static List<ProtocolRule> all() {
    return Stream.of(certificate(), schemes(), proofs()).flatMap(List::stream).toList();
  }

  private static List<ProtocolRule> certificate() {
    return List.of(
        certificate(
            "a context in Certificate",
            "RFC 8446 4.4.2",
            Alert.ILLEGAL_PARAMETER,
            c -> c.context = new byte[1]),
        certificate(
            "no certificate of a server",
            "RFC 8446 4.4.2.4",
            Alert.DECODE_ERROR,
            c -> c.entries.clear()),
        certificate(
            "an empty certificate",
            "RFC 8446 4.4.2",
            Alert.DECODE_ERROR,
            c -> c.entries.get(0).der = new byte[0]),
        certificate(
            "an octet behind Certificate",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            c -> c.trailing = new byte[1]),
        refused(
            TERMS,
            "a Certificate cut short",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.CERTIFICATE, body -> Bytes.cut(body, 1))),
        certificate(
            "a certificate that cannot be read",
            "RFC 8446 6.2",
            Alert.BAD_CERTIFICATE,
            c -> c.entries.get(0).der = Bytes.flip(c.entries.get(0).der, 5)),
        certificate(
            "an octet behind a certificate, inside its vector",
            "RFC 8446 6.2",
            Alert.BAD_CERTIFICATE,
            c -> c.entries.get(0).der = Bytes.concat(c.entries.get(0).der, new byte[1])),
        certificate(
            "more certificates than are read",
            "our limit",
            Alert.ILLEGAL_PARAMETER,
            c -> c.entries.addAll(Collections.nCopies(10, c.entries.get(0)))),
        entry(
            "an unknown extension of a certificate",
            "RFC 8446 4.2",
            Alert.UNSUPPORTED_EXTENSION,
            e -> e.extensions.add(Extensions.UNKNOWN)),
        entry(
            "an OCSP staple that nobody asked for",
            "RFC 8446 4.4.2",
            Alert.UNSUPPORTED_EXTENSION,
            e -> e.extensions.add(Extensions.STATUS_REQUEST, Bytes.of(1, 0, 0, 1, 7).done())),
        entry(
            "a certificate timestamp that nobody asked for",
            "RFC 8446 4.4.2",
            Alert.UNSUPPORTED_EXTENSION,
            e -> e.extensions.add(Extensions.SIGNED_CERTIFICATE_TIMESTAMP)),
        entry(
            "server_name as the extension of a certificate",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            e -> e.extensions.add(Extensions.SERVER_NAME)),
        entry(
            "extensions of a certificate cut short",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            e -> e.extensions.trailing = new byte[2]),
        refused(
            TERMS.withStaple(),
            "an extension of a certificate twice",
            "RFC 8446 4.2",
            Alert.ILLEGAL_PARAMETER,
            Script.honest()
                .certificate(
                    c ->
                        c.entries
                            .get(0)
                            .extensions
                            .add(Extensions.STATUS_REQUEST, Bytes.of(1, 0, 0, 1, 7).done())
                            .repeat(Extensions.STATUS_REQUEST))),
        staple("an empty status_request of a certificate"),
        staple("a staple of an unknown type", 2, 0, 0, 1, 7),
        staple("a staple of no octets", 1, 0, 0, 0),
        staple("a staple cut short", 1, 0, 0, 2, 7),
        staple("an octet behind a staple", 1, 0, 0, 1, 7, 7));
  }

  private static List<ProtocolRule> schemes() {
    return List.of(
        accepted(RSA, "RSA-PSS", "RFC 8446 4.2.3", Script.honest()),
        accepted(TERMS.serverKey(KeyType.ED25519), "Ed25519", "RFC 8446 4.2.3", Script.honest()),
        scheme("RSA with PKCS #1 in CertificateVerify", RSA, Signing.RSA_PKCS1_SHA256),
        scheme("RSA with SHA-1 in CertificateVerify", RSA, Signing.RSA_PKCS1_SHA1),
        scheme("ECDSA with SHA-1 in CertificateVerify", TERMS, Signing.ECDSA_SHA1),
        scheme("the scheme of P-384 for a key on P-256", TERMS, Signing.ECDSA_P384_SHA384),
        scheme(
            "the scheme of P-256 for a key on P-384",
            TERMS.serverKey(KeyType.EC_P384),
            Signing.ECDSA_P256_SHA256),
        named("the scheme of Ed25519 for a key on P-256", TERMS, Signing.ED25519),
        named("the scheme of RSA for a key on P-256", TERMS, Signing.RSA_PSS_RSAE_SHA256),
        named("the scheme of P-256 for an RSA key", RSA, Signing.ECDSA_P256_SHA256),
        named("the scheme of Ed25519 for an RSA key", RSA, Signing.ED25519),
        named("the scheme of RSASSA-PSS keys for an RSA key", RSA, Signing.RSA_PSS_PSS_SHA256),
        named(
            "the scheme of RSA keys for an RSASSA-PSS key",
            TERMS.serverKey(KeyType.RSA_PSS_2048),
            Signing.RSA_PSS_RSAE_SHA256),
        named("a scheme that nobody knows", TERMS, 0xFADE),
        named("no scheme at all", TERMS, 0),
        refused(
            RSA.ours(
                config ->
                    config.signatureSchemes(
                        List.of(
                            SignatureScheme.RSA_PSS_RSAE_SHA384,
                            SignatureScheme.RSA_PKCS1_SHA256,
                            SignatureScheme.ECDSA_SECP256R1_SHA256))),
            "a scheme that was not offered",
            "RFC 8446 4.4.3",
            Alert.ILLEGAL_PARAMETER,
            Script.honest()));
  }

  private static List<ProtocolRule> proofs() {
    return List.of(
        verify(
            "a wrong signature",
            "RFC 8446 4.4.3",
            Alert.DECRYPT_ERROR,
            v -> v.signature = Bytes.flip(v.signature, -1)),
        verify(
            "an empty signature",
            "RFC 8446 4.4.3",
            Alert.DECRYPT_ERROR,
            v -> v.signature = new byte[0]),
        verify(
            "a signature that is no pair of numbers",
            "RFC 8446 4.4.3",
            Alert.DECRYPT_ERROR,
            v -> v.signature[0] = 0),
        refused(
            RSA,
            "a wrong signature of RSA",
            "RFC 8446 4.4.3",
            Alert.DECRYPT_ERROR,
            Script.honest().certificateVerify(v -> v.signature = Bytes.flip(v.signature, 9))),
        refused(
            RSA,
            "a signature of RSA an octet too short",
            "RFC 8446 4.4.3",
            Alert.DECRYPT_ERROR,
            Script.honest().certificateVerify(v -> v.signature = Bytes.cut(v.signature, 1))),
        verify(
            "an octet behind CertificateVerify",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            v -> v.trailing = new byte[1]),
        refused(
            TERMS,
            "a CertificateVerify cut short",
            "RFC 8446 3",
            Alert.DECODE_ERROR,
            Script.honest().raw(Message.CERTIFICATE_VERIFY, body -> Bytes.cut(body, 1))),
        finished("an octet behind Finished", Alert.DECODE_ERROR, new byte[33]),
        finished("a Finished cut short", Alert.DECODE_ERROR, new byte[31]),
        finished("an empty Finished", Alert.DECODE_ERROR, new byte[0]));
  }

  private static ProtocolRule certificate(
      String rule, String source, Alert alert, Consumer<Certificates> change) {
    return refused(TERMS, rule, source, alert, Script.honest().certificate(change));
  }

  private static ProtocolRule entry(
      String rule, String source, Alert alert, Consumer<CertificateEntry> change) {
    return certificate(rule, source, alert, c -> change.accept(c.entries.get(0)));
  }

  private static ProtocolRule staple(String rule, int... body) {
    return refused(
        TERMS.withStaple(),
        rule,
        "RFC 6066 8",
        Alert.BAD_CERTIFICATE_STATUS_RESPONSE,
        Script.honest()
            .certificate(
                c ->
                    c.entries
                        .get(0)
                        .extensions
                        .add(Extensions.STATUS_REQUEST, Bytes.of(body).done())));
  }

  /** Signed with that scheme. */
  private static ProtocolRule scheme(String rule, Terms terms, int scheme) {
    return refused(
        terms, rule, "RFC 8446 4.4.3", Alert.ILLEGAL_PARAMETER, Script.honest().scheme(scheme));
  }

  /** Signed with another scheme than it says. */
  private static ProtocolRule named(String rule, Terms terms, int scheme) {
    return refused(
        terms,
        rule,
        "RFC 8446 4.4.3",
        Alert.ILLEGAL_PARAMETER,
        Script.honest().certificateVerify(v -> v.scheme = scheme));
  }

  private static ProtocolRule verify(
      String rule, String source, Alert alert, Consumer<CertificateVerify> change) {
    return refused(TERMS, rule, source, alert, Script.honest().certificateVerify(change));
  }

  private static ProtocolRule finished(String rule, Alert alert, byte[] body) {
    return refused(
        TERMS,
        rule,
        "RFC 8446 4.4.4",
        alert,
        Script.honest().raw(Message.FINISHED, honest -> body));
  }
}
