package dev.heddle.engine;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import org.bouncycastle.tls.SignatureScheme;

/** The signatures in a chain of certificates as signature schemes (RFC 8446 section 4.2.3). */
final class ChainSignatures {

  /**
   * Whether the peer says it can check all signatures of a chain. That on a root is not looked at,
   * as nobody checks it (RFC 8446 section 4.4.2.2).
   *
   * @param accepted bctls' SignatureAndHashAlgorithms
   */
  static boolean areAll(List<X509Certificate> chain, List<?> accepted) {
    return chain.stream()
        .filter(each -> !each.getIssuerX500Principal().equals(each.getSubjectX500Principal()))
        .allMatch(each -> isOne(each, accepted));
  }

  private static boolean isOne(X509Certificate certificate, List<?> accepted) {
    return schemes(certificate).stream()
        .map(SignatureScheme::getSignatureAndHashAlgorithm)
        .anyMatch(accepted::contains);
  }

  /** Those that stand for the signature; empty if there is none. */
  private static List<Integer> schemes(X509Certificate certificate) {
    if (!certificate.getSigAlgOID().equals(RSASSA_PSS)) {
      return BY_OID.getOrDefault(certificate.getSigAlgOID(), List.of());
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(certificate.getSigAlgParams());
      return switch (parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()) {
        case "SHA-256" ->
            List.of(SignatureScheme.rsa_pss_pss_sha256, SignatureScheme.rsa_pss_rsae_sha256);
        case "SHA-384" ->
            List.of(SignatureScheme.rsa_pss_pss_sha384, SignatureScheme.rsa_pss_rsae_sha384);
        case "SHA-512" ->
            List.of(SignatureScheme.rsa_pss_pss_sha512, SignatureScheme.rsa_pss_rsae_sha512);
        default -> List.of();
      };
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      // Parameters that nobody can read: no scheme stands for them.
      return List.of();
    }
  }

  private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

  private static final Map<String, List<Integer>> BY_OID =
      Map.of(
          "1.2.840.113549.1.1.5", List.of(SignatureScheme.rsa_pkcs1_sha1),
          "1.2.840.113549.1.1.11", List.of(SignatureScheme.rsa_pkcs1_sha256),
          "1.2.840.113549.1.1.12", List.of(SignatureScheme.rsa_pkcs1_sha384),
          "1.2.840.113549.1.1.13", List.of(SignatureScheme.rsa_pkcs1_sha512),
          "1.2.840.10045.4.1", List.of(SignatureScheme.ecdsa_sha1),
          "1.2.840.10045.4.3.2", List.of(SignatureScheme.ecdsa_secp256r1_sha256),
          "1.2.840.10045.4.3.3", List.of(SignatureScheme.ecdsa_secp384r1_sha384),
          "1.2.840.10045.4.3.4", List.of(SignatureScheme.ecdsa_secp521r1_sha512),
          "1.3.101.112", List.of(SignatureScheme.ed25519),
          "1.3.101.113", List.of(SignatureScheme.ed448));

  private ChainSignatures() {}
}
