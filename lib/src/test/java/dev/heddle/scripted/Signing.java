package dev.heddle.scripted;

import dev.heddle.support.TestCerts.KeyType;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;

/** Signatures by the numbers of the IANA registry "TLS SignatureScheme". */
final class Signing {

  static final int RSA_PKCS1_SHA1 = 0x0201;
  static final int ECDSA_SHA1 = 0x0203;
  static final int RSA_PKCS1_SHA256 = 0x0401;
  static final int ECDSA_P256_SHA256 = 0x0403;
  static final int ECDSA_P384_SHA384 = 0x0503;
  static final int RSA_PSS_RSAE_SHA256 = 0x0804;
  static final int ED25519 = 0x0807;
  static final int RSA_PSS_PSS_SHA256 = 0x0809;

  /** What an honest peer says that it accepts. */
  static final List<Integer> OFFERED =
      List.of(
          ECDSA_P256_SHA256,
          ECDSA_P384_SHA384,
          0x0603,
          ED25519,
          RSA_PSS_RSAE_SHA256,
          RSA_PSS_PSS_SHA256,
          RSA_PKCS1_SHA256);

  private static final Map<Integer, String> JCA =
      Map.ofEntries(
          Map.entry(RSA_PKCS1_SHA1, "SHA1withRSA"),
          Map.entry(ECDSA_SHA1, "SHA1withECDSA"),
          Map.entry(RSA_PKCS1_SHA256, "SHA256withRSA"),
          Map.entry(0x0501, "SHA384withRSA"),
          Map.entry(0x0601, "SHA512withRSA"),
          Map.entry(ECDSA_P256_SHA256, "SHA256withECDSA"),
          Map.entry(ECDSA_P384_SHA384, "SHA384withECDSA"),
          Map.entry(0x0603, "SHA512withECDSA"),
          Map.entry(ED25519, "Ed25519"),
          Map.entry(0x0808, "Ed448"));

  private Signing() {}

  /** The scheme that an honest owner of such a key takes. */
  static int scheme(KeyType type) {
    return switch (type) {
      case EC_P256 -> ECDSA_P256_SHA256;
      case EC_P384 -> ECDSA_P384_SHA384;
      case EC_P521 -> 0x0603;
      case ED25519 -> ED25519;
      case ED448 -> 0x0808;
      case RSA_PSS_2048 -> RSA_PSS_PSS_SHA256;
      case RSA_PSS_SHA384 -> 0x080A;
      default -> RSA_PSS_RSAE_SHA256;
    };
  }

  static byte[] sign(int scheme, PrivateKey key, byte[] content) {
    return Crypto.unchecked(
        () -> {
          String name = JCA.get(scheme);
          Signature signature = Signature.getInstance(name == null ? "RSASSA-PSS" : name);
          if (name == null) {
            signature.setParameter(pss(scheme));
          }
          signature.initSign(key);
          signature.update(content);
          return signature.sign();
        });
  }

  private static PSSParameterSpec pss(int scheme) {
    return switch (scheme) {
      case RSA_PSS_RSAE_SHA256, RSA_PSS_PSS_SHA256 ->
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
      case 0x0805, 0x080A ->
          new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
      case 0x0806, 0x080B ->
          new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
      default -> throw new IllegalArgumentException("no scheme " + Integer.toHexString(scheme));
    };
  }
}
