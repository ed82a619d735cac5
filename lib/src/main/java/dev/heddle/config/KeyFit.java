package dev.heddle.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Whether a private key belongs to a public one, and a certificate to its issuer. */
final class KeyFit {

  private KeyFit() {}

  /**
   * Signs with one key and verifies with the other; that also works where the private key is held
   * by a token and shows nothing of itself.
   *
   * @return why they do not belong together; null if they do
   */
  static String misfit(PrivateKey privateKey, PublicKey publicKey) {
    String ours = family(privateKey.getAlgorithm());
    String theirs = family(publicKey.getAlgorithm());
    if (!ours.equals(theirs)) {
      return "a key for " + ours + " and a certificate for " + theirs;
    }
    String algorithm = signatureAlgorithm(publicKey.getAlgorithm());
    byte[] signature;
    try {
      Signature signer = Signature.getInstance(algorithm);
      // The provider is chosen here, by the key.
      signer.initSign(privateKey);
      setParameters(signer, publicKey);
      signer.update(PROBE);
      signature = signer.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      return "the key cannot sign with " + algorithm + " (" + e.getClass().getSimpleName() + ")";
    }
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(publicKey);
      setParameters(verifier, publicKey);
      verifier.update(PROBE);
      return verifier.verify(signature) ? null : "it is the key of another certificate";
    } catch (GeneralSecurityException | ProviderException e) {
      return "it is the key of another certificate";
    }
  }

  /** Whether the names say that one certificate issued the other, and the signature agrees. */
  static boolean issued(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      // An algorithm this JDK does not know; the peer may.
      return true;
    }
  }

  private static String family(String algorithm) {
    return switch (algorithm) {
      case "RSASSA-PSS" -> "RSA";
      case "ECDSA" -> "EC";
      case "Ed25519", "Ed448" -> "EdDSA";
      default -> algorithm;
    };
  }

  private static String signatureAlgorithm(String keyAlgorithm) {
    return switch (keyAlgorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "RSASSA-PSS", "EdDSA", "Ed25519", "Ed448" -> keyAlgorithm;
      default -> "SHA256with" + keyAlgorithm;
    };
  }

  /** RSASSA-PSS has no default parameters; a key may be bound to some of its own (RFC 4055). */
  private static void setParameters(Signature signature, PublicKey key)
      throws GeneralSecurityException {
    if (signature.getAlgorithm().equals("RSASSA-PSS")) {
      AlgorithmParameterSpec bound = key instanceof RSAKey rsa ? rsa.getParams() : null;
      signature.setParameter(bound != null ? bound : PSS_SHA256);
    }
  }

  private static final AlgorithmParameterSpec PSS_SHA256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  private static final byte[] PROBE =
      "heddle: does this key fit its certificate?".getBytes(StandardCharsets.US_ASCII);
}
