package dev.heddle.chain;

import dev.heddle.config.X509V;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Set;

/**
 * How strong keys and signatures must be: 112 bits of security, as {@code
 * SSL_CTX_set_security_level(3)} has it at level 2. RSA of 2048 bits, curves of 224 bits, no MD5,
 * no SHA-1.
 */
final class ChainStrength {

  private ChainStrength() {}

  /** The leaf's key. */
  static void leafKey(X509Certificate leaf, Findings findings) {
    key(leaf, 0, X509V.EE_KEY_TOO_SMALL, findings);
  }

  /** All other keys, and all signatures but that on the anchor, which proves nothing. */
  static void path(Path path, Findings findings) {
    for (int depth = 0; depth < path.size(); depth++) {
      X509Certificate certificate = path.get(depth);
      if (depth > 0) {
        key(certificate, depth, X509V.CA_KEY_TOO_SMALL, findings);
      }
      if (!path.isAnchor(depth) && !isStrongSignature(certificate)) {
        findings.fault(
            X509V.CA_MD_TOO_WEAK,
            depth,
            certificate,
            "the certificate of "
                + ChainText.subject(certificate)
                + " is signed with "
                + Printable.text(certificate.getSigAlgName()));
      }
    }
  }

  private static void key(X509Certificate certificate, int depth, X509V code, Findings findings) {
    String weakness = weakness(certificate.getPublicKey());
    if (weakness != null) {
      findings.fault(
          code,
          depth,
          certificate,
          "the key of " + ChainText.subject(certificate) + " is " + weakness);
    }
  }

  /** Whether a key is of the kind that makes signatures of this algorithm; true if unknown. */
  static boolean canSign(PublicKey key, String signatureOid) {
    String kind = SIGNER.get(signatureOid);
    if (kind == null) {
      return true;
    }
    return switch (key.getAlgorithm()) {
      case "RSA" -> kind.equals("RSA") || kind.equals("PSS");
      case "RSASSA-PSS" -> kind.equals("PSS");
      case "EC", "ECDSA" -> kind.equals("EC");
      case "EdDSA", "Ed25519", "Ed448" -> kind.equals("Ed");
      default -> true;
    };
  }

  /** Why a key is too weak; null if it is not. */
  static String weakness(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= 2048 ? null : "RSA of " + bits + " bits, less than 2048";
    }
    if (key instanceof ECKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return bits >= 224 ? null : "on a curve of " + bits + " bits, less than 224";
    }
    if (key instanceof DSAKey) {
      return "DSA, which TLS has given up (RFC 8446 section 4.2.3)";
    }
    if (key instanceof EdECKey || key.getAlgorithm().startsWith("ML-DSA")) {
      return null;
    }
    // The JDK leaves a key on a curve it does not have as raw bytes.
    return "of an unknown kind (" + Printable.text(key.getAlgorithm()) + ")";
  }

  private static boolean isStrongSignature(X509Certificate certificate) {
    return isStrongSignature(certificate.getSigAlgOID(), certificate.getSigAlgParams());
  }

  /**
   * Whether an algorithm for signatures is strong enough.
   *
   * @param encoded its parameters; null for none
   */
  static boolean isStrongSignature(String oid, byte[] encoded) {
    if (!oid.equals(RSASSA_PSS)) {
      return SIGNER.containsKey(oid);
    }
    if (encoded == null) {
      return false; // the default is SHA-1, RFC 4055 section 3.1
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(encoded);
      PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
      return STRONG_DIGESTS.contains(spec.getDigestAlgorithm());
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }

  static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

  private static final Set<String> STRONG_DIGESTS =
      Set.of(
          "SHA-224",
          "SHA-256",
          "SHA-384",
          "SHA-512",
          "SHA-512/256",
          "SHA3-224",
          "SHA3-256",
          "SHA3-384",
          "SHA3-512");

  /** The signature algorithms that are strong enough, and the kind of key that makes them. */
  private static final Map<String, String> SIGNER =
      Map.ofEntries(
          Map.entry(RSASSA_PSS, "PSS"),
          Map.entry("1.2.840.113549.1.1.11", "RSA"), // SHA-256
          Map.entry("1.2.840.113549.1.1.12", "RSA"), // SHA-384
          Map.entry("1.2.840.113549.1.1.13", "RSA"), // SHA-512
          Map.entry("1.2.840.113549.1.1.14", "RSA"), // SHA-224
          Map.entry("2.16.840.1.101.3.4.3.13", "RSA"), // SHA3-224
          Map.entry("2.16.840.1.101.3.4.3.14", "RSA"), // SHA3-256
          Map.entry("2.16.840.1.101.3.4.3.15", "RSA"), // SHA3-384
          Map.entry("2.16.840.1.101.3.4.3.16", "RSA"), // SHA3-512
          Map.entry("1.2.840.10045.4.3.1", "EC"), // SHA-224
          Map.entry("1.2.840.10045.4.3.2", "EC"), // SHA-256
          Map.entry("1.2.840.10045.4.3.3", "EC"), // SHA-384
          Map.entry("1.2.840.10045.4.3.4", "EC"), // SHA-512
          Map.entry("2.16.840.1.101.3.4.3.9", "EC"), // SHA3-224
          Map.entry("2.16.840.1.101.3.4.3.10", "EC"), // SHA3-256
          Map.entry("2.16.840.1.101.3.4.3.11", "EC"), // SHA3-384
          Map.entry("2.16.840.1.101.3.4.3.12", "EC"), // SHA3-512
          Map.entry("1.3.101.112", "Ed"), // Ed25519
          Map.entry("1.3.101.113", "Ed"), // Ed448
          Map.entry("2.16.840.1.101.3.4.3.1", "DSA"), // SHA-224
          Map.entry("2.16.840.1.101.3.4.3.2", "DSA"), // SHA-256
          Map.entry("2.16.840.1.101.3.4.3.17", "ML-DSA"), // ML-DSA-44
          Map.entry("2.16.840.1.101.3.4.3.18", "ML-DSA"), // ML-DSA-65
          Map.entry("2.16.840.1.101.3.4.3.19", "ML-DSA")); // ML-DSA-87
}
