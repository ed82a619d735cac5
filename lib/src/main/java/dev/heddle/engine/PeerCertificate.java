package dev.heddle.engine;

import dev.heddle.chain.NistCurve;
import dev.heddle.chain.VerifyingKey;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsObjectIdentifiers;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsECDSAVerifier;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;

/**
 * A certificate parsed once, by the JDK, whose elliptic curve signatures are verified by the light
 * API and whose RSA signatures by the JDK: each is several times faster than the other there.
 */
final class PeerCertificate extends JcaTlsCertificate {

  private final Crypto heddleCrypto;

  PeerCertificate(Crypto crypto, X509Certificate certificate) {
    super(crypto, certificate);
    this.heddleCrypto = crypto;
  }

  /** For TLS 1.2. EdDSA comes back to the other method through the superclass. */
  @Override
  public TlsVerifier createVerifier(short signatureAlgorithm) throws IOException {
    switch (signatureAlgorithm) {
      case SignatureAlgorithm.ecdsa -> {}
      case SignatureAlgorithm.ed25519, SignatureAlgorithm.ed448 -> {
        return super.createVerifier(signatureAlgorithm);
      }
      default -> {
        requireRsaKey(signatureAlgorithm);
        return super.createVerifier(signatureAlgorithm);
      }
    }
    validateKeyUsageBit(KU_DIGITAL_SIGNATURE);
    return new BcTlsECDSAVerifier(heddleCrypto.light(), lightKey(ECPublicKeyParameters.class));
  }

  @Override
  public Tls13Verifier createVerifier(int signatureScheme) throws IOException {
    switch (signatureScheme) {
      case SignatureScheme.ed25519 -> {
        validateKeyUsageBit(KU_DIGITAL_SIGNATURE);
        var signer = new Ed25519Signer();
        signer.init(false, lightKey(Ed25519PublicKeyParameters.class));
        return Verifiers.light(signer);
      }
      case SignatureScheme.ed448 -> {
        validateKeyUsageBit(KU_DIGITAL_SIGNATURE);
        var signer = new Ed448Signer(new byte[0]);
        signer.init(false, lightKey(Ed448PublicKeyParameters.class));
        return Verifiers.light(signer);
      }
      default -> {
        if (!SignatureScheme.isECDSA(signatureScheme)) {
          requireRsaKey(SignatureScheme.getSignatureAlgorithm(signatureScheme));
          return super.createVerifier(signatureScheme);
        }
        validateKeyUsageBit(KU_DIGITAL_SIGNATURE);
        requireCurve(lightKey(ECPublicKeyParameters.class), signatureScheme);
        return Verifiers.ecdsa(
            heddleCrypto.createHash(SignatureScheme.getCryptoHashAlgorithm(signatureScheme)),
            verifyingKey());
      }
    }
  }

  /**
   * Hides the TLS features (RFC 7633) from bctls, which looks for each of them among the server's
   * extensions (TlsUtils.java:4851): in TLS 1.3 a staple is no such extension. {@link
   * dev.heddle.chain.ChainCheck} looks at them.
   */
  @Override
  public byte[] getExtension(ASN1ObjectIdentifier oid) throws IOException {
    return oid.equals(TlsObjectIdentifiers.id_pe_tlsfeature) ? null : super.getExtension(oid);
  }

  /**
   * The superclass goes by the key's algorithm name, which the JDK gives as "EdDSA" for both curves
   * (JcaTlsCertificate.java:546), so it would call an Ed25519 certificate unfit for Ed25519.
   */
  @Override
  protected boolean implSupportsSignatureAlgorithm(short signatureAlgorithm) throws IOException {
    if (getPublicKey() instanceof EdECPublicKey key) {
      return switch (signatureAlgorithm) {
        case SignatureAlgorithm.ed25519 -> isCurve(key, NamedParameterSpec.ED25519);
        case SignatureAlgorithm.ed448 -> isCurve(key, NamedParameterSpec.ED448);
        default -> false;
      };
    }
    return super.implSupportsSignatureAlgorithm(signatureAlgorithm);
  }

  private static boolean isCurve(EdECPublicKey key, NamedParameterSpec curve) {
    return key.getParams().getName().equalsIgnoreCase(curve.getName());
  }

  /** From TLS 1.3 on a scheme names its curve (RFC 8446, 4.2.3); bctls does not look. */
  private static void requireCurve(ECPublicKeyParameters key, int signatureScheme)
      throws IOException {
    NistCurve curve = NistCurve.of(SignatureScheme.getNamedGroup(signatureScheme));
    if (curve == null || curve != NistCurve.of(key)) {
      throw new TlsFatalAlert(
          AlertDescription.illegal_parameter,
          "the certificate's curve is not the one of " + SignatureScheme.getName(signatureScheme));
    }
  }

  /** A key made for RSASSA-PSS alone has schemes of its own (RFC 8446 section 4.2.3). */
  private void requireRsaKey(short signatureAlgorithm) throws IOException {
    boolean pssKey =
        switch (signatureAlgorithm) {
          case SignatureAlgorithm.rsa_pss_pss_sha256,
              SignatureAlgorithm.rsa_pss_pss_sha384,
              SignatureAlgorithm.rsa_pss_pss_sha512 ->
              true;
          default -> false;
        };
    if (!getPublicKey().getAlgorithm().equals(pssKey ? "RSASSA-PSS" : "RSA")) {
      throw unfit();
    }
  }

  private static TlsFatalAlert unfit() {
    return new TlsFatalAlert(
        AlertDescription.illegal_parameter,
        "the certificate's key does not fit the signature algorithm");
  }

  private VerifyingKey verifyingKey() throws IOException {
    try {
      return heddleCrypto.peerKeys().of(certificate.getPublicKey());
    } catch (IOException | RuntimeException e) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
  }

  private <K extends AsymmetricKeyParameter> K lightKey(Class<K> type) throws IOException {
    AsymmetricKeyParameter key = verifyingKey().light();
    if (!type.isInstance(key)) {
      throw unfit();
    }
    return type.cast(key);
  }
}
