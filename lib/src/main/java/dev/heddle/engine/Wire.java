package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyResult;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import java.util.function.IntPredicate;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;

/** The configuration's terms in bctls' terms, the same for both ends. */
@SuppressWarnings({"rawtypes", "unchecked"}) // bctls speaks in raw Vectors
final class Wire {

  static ProtocolVersion[] versions(TlsConfig config) {
    List<ProtocolVersion> versions = new ArrayList<>(2);
    if (config.versions().contains(TlsVersion.TLS_1_3)) {
      versions.add(ProtocolVersion.TLSv13);
    }
    if (config.versions().contains(TlsVersion.TLS_1_2)) {
      versions.add(ProtocolVersion.TLSv12);
    }
    return versions.toArray(ProtocolVersion[]::new);
  }

  static int[] cipherSuites(TlsConfig config) {
    return config.cipherSuites().stream()
        .filter(suite -> config.versions().contains(suite.version()))
        .mapToInt(CipherSuite::code)
        .toArray();
  }

  /** The groups in order; without TLS 1.3 there are no hybrids (draft-ietf-tls-ecdhe-mlkem). */
  static List<NamedGroup> groups(TlsConfig config) {
    if (config.versions().contains(TlsVersion.TLS_1_3)) {
      return config.groups();
    }
    return config.groups().stream().filter(group -> !group.hybrid()).toList();
  }

  static Vector vector(List<NamedGroup> groups) {
    Vector vector = new Vector();
    groups.forEach(group -> vector.add(group.code()));
    return vector;
  }

  static Vector signatureAlgorithms(List<SignatureScheme> schemes) {
    Vector vector = new Vector();
    schemes.forEach(scheme -> vector.add(algorithm(scheme)));
    return vector;
  }

  static SignatureAndHashAlgorithm algorithm(SignatureScheme scheme) {
    return org.bouncycastle.tls.SignatureScheme.getSignatureAndHashAlgorithm(scheme.code());
  }

  /**
   * What to sign with: the first of our configured schemes that the peer accepts and our key can
   * make; null if there is none.
   *
   * @param accepted the peer's SignatureAndHashAlgorithms; null if it named none
   * @param fits a further condition on the scheme's number
   */
  static SignatureAndHashAlgorithm choose(
      EndRules rules, Vector accepted, LocalCredentials local, IntPredicate fits) {
    if (accepted == null) {
      return null;
    }
    for (SignatureScheme scheme : rules.config.signatureSchemes()) {
      SignatureAndHashAlgorithm algorithm = algorithm(scheme);
      if (accepted.contains(algorithm)
          && local.algorithms(rules.tls13).contains(algorithm)
          && fits.test(scheme.code())) {
        return algorithm;
      }
    }
    return null;
  }

  /** Notes what we are about to sign with. */
  static SignatureAndHashAlgorithm signing(EndRules rules, SignatureAndHashAlgorithm algorithm) {
    rules.ownSignatureScheme =
        SignatureScheme.of(org.bouncycastle.tls.SignatureScheme.from(algorithm));
    return algorithm;
  }

  static Vector protocolNames(List<String> protocols) {
    if (protocols.isEmpty()) {
      return null;
    }
    Vector names = new Vector();
    protocols.forEach(
        name -> names.add(ProtocolName.asRawBytes(name.getBytes(StandardCharsets.ISO_8859_1))));
    return names;
  }

  /** A protocol's name, one char a byte as in the configuration (RFC 7301 has bytes, no text). */
  static String text(ProtocolName name) {
    return new String(name.getBytes(), StandardCharsets.ISO_8859_1);
  }

  static List<String> texts(Vector<?> names) {
    return names.stream().map(name -> text((ProtocolName) name)).toList();
  }

  /** Notes a refused certificate; the caller throws what comes back. */
  static TlsFatalAlert refuse(EndRules rules, VerifyResult result) {
    return refuse(rules, result.alert(), result.code(), result.depth(), result.detail());
  }

  static TlsFatalAlert refuse(EndRules rules, Alert alert, int code, int depth, String detail) {
    rules.fault = new Fault.BadCertificate(alert, code, depth, detail);
    return new TlsFatalAlert((short) alert.code());
  }

  private Wire() {}
}
