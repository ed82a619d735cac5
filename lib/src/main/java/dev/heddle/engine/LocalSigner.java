package dev.heddle.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;

/**
 * Signs through {@link Signature} with a key that may never leave its token.
 *
 * <p>It is given the whole message rather than a digest: every provider has "SHA256withECDSA",
 * while the "NoneWith…" names that bctls' signers use (JcaTlsRSASigner.java:122) are missing from
 * some.
 */
final class LocalSigner implements TlsSigner {

  private final Crypto crypto;
  private final PrivateKey key;

  LocalSigner(Crypto crypto, PrivateKey key) {
    this.crypto = crypto;
    this.key = key;
  }

  /** Never asked for, since a stream signer is always there. */
  @Override
  public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) {
    throw new IllegalStateException("a stream signer is always there");
  }

  @Override
  public TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) throws IOException {
    Signature signature;
    try {
      signature = start(SignatureScheme.from(algorithm));
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
    return new TlsStreamSigner() {
      @Override
      public OutputStream getOutputStream() {
        return Verifiers.sink(signature);
      }

      @Override
      public byte[] getSignature() throws IOException {
        try {
          return signature.sign();
        } catch (SignatureException e) {
          throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
      }
    };
  }

  private Signature start(int scheme) throws GeneralSecurityException {
    String name = jcaName(scheme);
    PSSParameterSpec parameters = SignatureScheme.isRSAPSS(scheme) ? pss(scheme) : null;
    if (name.contains("RSA") && key.getEncoded() != null) {
      try {
        Signature signature = crypto.jdk().createRsaSignature(name);
        if (parameters != null) {
          signature.setParameter(parameters);
        }
        signature.initSign(key, crypto.getSecureRandom());
        return signature;
      } catch (InvalidKeyException e) {
        return byKeysOwnProvider(name, parameters);
      }
    }
    return byKeysOwnProvider(name, parameters);
  }

  /**
   * {@code initSign} is what picks the provider that knows the key, but parameters set before it
   * would pick one blindly: find the provider first, then start again with it.
   */
  private Signature byKeysOwnProvider(String name, PSSParameterSpec parameters)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(name);
    signature.initSign(key, crypto.getSecureRandom());
    if (parameters == null) {
      return signature;
    }
    Provider provider = signature.getProvider();
    Signature withParameters = Signature.getInstance(name, provider);
    withParameters.setParameter(parameters);
    withParameters.initSign(key, crypto.getSecureRandom());
    return withParameters;
  }

  private static String jcaName(int scheme) {
    return switch (scheme) {
      case SignatureScheme.ed25519 -> "Ed25519";
      case SignatureScheme.ed448 -> "Ed448";
      default ->
          SignatureScheme.isRSAPSS(scheme)
              ? "RSASSA-PSS"
              : digest(scheme).replace("-", "")
                  + (SignatureScheme.isECDSA(scheme) ? "withECDSA" : "withRSA");
    };
  }

  private static PSSParameterSpec pss(int scheme) {
    String digest = digest(scheme);
    int saltLength = Integer.parseInt(digest.substring("SHA-".length())) / 8;
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltLength, 1);
  }

  private static String digest(int scheme) {
    return switch (scheme) {
      case SignatureScheme.rsa_pkcs1_sha256,
          SignatureScheme.rsa_pss_rsae_sha256,
          SignatureScheme.rsa_pss_pss_sha256,
          SignatureScheme.ecdsa_secp256r1_sha256 ->
          "SHA-256";
      case SignatureScheme.rsa_pkcs1_sha384,
          SignatureScheme.rsa_pss_rsae_sha384,
          SignatureScheme.rsa_pss_pss_sha384,
          SignatureScheme.ecdsa_secp384r1_sha384 ->
          "SHA-384";
      case SignatureScheme.rsa_pkcs1_sha512,
          SignatureScheme.rsa_pss_rsae_sha512,
          SignatureScheme.rsa_pss_pss_sha512,
          SignatureScheme.ecdsa_secp521r1_sha512 ->
          "SHA-512";
      default -> throw new IllegalArgumentException(SignatureScheme.getText(scheme));
    };
  }
}
