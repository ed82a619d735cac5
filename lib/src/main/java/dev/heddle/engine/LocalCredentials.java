package dev.heddle.engine;

import dev.heddle.config.Credentials;
import dev.heddle.config.HostName;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.DefaultTlsCredentialedSigner;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsECDSA13Signer;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsEd25519Signer;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsEd448Signer;
import org.bouncycastle.tls.crypto.impl.jcajce.JceDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.jcajce.JceTlsSecret;

/**
 * A key and its chain, prepared once for any number of handshakes.
 *
 * <p>An elliptic curve key that shows its bits is converted to the light API's form, which signs
 * faster, and one on P-256 or for RSA goes to the system's libcrypto, where that may be called and
 * once it pays. Any other key, and every key that does not show them (a token, an HSM), signs
 * through JCA and the provider it belongs to.
 */
public final class LocalCredentials {

  private static final byte[] NO_CONTEXT = {};

  private final Crypto crypto;
  private final List<X509Certificate> chain;
  private final List<String> names;
  private final PrivateKey privateKey;
  private final AsymmetricKeyParameter lightKey;
  private final SystemKey systemKey;
  private final CertificateEntry[] entries;
  private final Certificate tls12;
  private final Certificate tls13;
  private final Certificate tls13Stapled;
  private final byte[] staple;
  private final List<SignatureAndHashAlgorithm> algorithms12;
  private final List<SignatureAndHashAlgorithm> algorithms13;
  private final boolean rsa;
  private final boolean rsaEncryption;
  private final int curve;

  public static LocalCredentials of(Crypto crypto, Credentials credentials) {
    return new LocalCredentials(
        crypto,
        credentials.chain(),
        credentials.privateKey(),
        credentials.ocspResponse().orElse(null));
  }

  private LocalCredentials(
      Crypto crypto, List<X509Certificate> chain, PrivateKey privateKey, byte[] staple) {
    this.crypto = crypto;
    this.chain = chain;
    this.names = HostName.presented(chain.getFirst());
    this.privateKey = privateKey;
    this.lightKey = lightKey(privateKey);
    TlsCertificate[] certificates =
        chain.stream().map(c -> new PeerCertificate(crypto, c)).toArray(TlsCertificate[]::new);
    this.entries =
        Arrays.stream(certificates)
            .map(c -> new CertificateEntry(c, null))
            .toArray(CertificateEntry[]::new);
    this.tls12 = new Certificate(certificates);
    this.tls13 = new Certificate(NO_CONTEXT, entries);
    this.staple = staple;
    this.tls13Stapled = staple == null ? tls13 : stapled(entries, staple);
    PublicKey publicKey = chain.getFirst().getPublicKey();
    // libcrypto has random numbers of its own, and with others a handshake is to be repeatable.
    this.systemKey = crypto == Crypto.shared() ? SystemKey.of(lightKey, publicKey, -1) : null;
    this.algorithms12 = algorithms(publicKey, false);
    this.algorithms13 = algorithms(publicKey, true);
    this.rsa = publicKey instanceof RSAPublicKey;
    this.rsaEncryption = "RSA".equals(publicKey.getAlgorithm());
    this.curve = publicKey instanceof ECPublicKey ec ? curve(ec) : -1;
  }

  /** The certificates, leaf first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** What the leaf is for, as {@link HostName#presented} tells it. */
  List<String> names() {
    return names;
  }

  /** Whether the key is for RSA, in either of its forms. */
  boolean isRsa() {
    return rsa;
  }

  /** The group of an elliptic curve key for ECDSA; negative for another key or curve. */
  int curve() {
    return curve;
  }

  /** What the key can sign with in the given version, the best first. */
  public List<SignatureAndHashAlgorithm> algorithms(boolean isTls13) {
    return isTls13 ? algorithms13 : algorithms12;
  }

  public Certificate certificate(boolean isTls13) {
    return isTls13 ? tls13 : tls12;
  }

  /** Whether the key can also decrypt, for TLS 1.2 suites with RSA key exchange. */
  public boolean hasRsaEncryption() {
    return rsaEncryption;
  }

  /** The OCSP response to staple; null if there is none. Not to be changed. */
  byte[] staple() {
    return staple;
  }

  private static Certificate stapled(CertificateEntry[] entries, byte[] staple) {
    CertificateEntry[] copy = entries.clone();
    copy[0] = new CertificateEntry(copy[0].getCertificate(), Staples.extensions(staple));
    return new Certificate(NO_CONTEXT, copy);
  }

  /** A signer for a server whose client asks for a staple. */
  TlsCredentialedSigner stapling(
      TlsCryptoParameters parameters, SignatureAndHashAlgorithm algorithm) {
    boolean isTls13 = TlsUtils.isTLSv13(parameters.getServerVersion());
    return signer(parameters, algorithm, isTls13 ? tls13Stapled : tls12);
  }

  /** A signer for one handshake; the algorithm is one of {@link #algorithms}. */
  public TlsCredentialedSigner signer(
      TlsCryptoParameters parameters, SignatureAndHashAlgorithm algorithm) {
    return signer(parameters, algorithm, NO_CONTEXT);
  }

  /** The same for a client whose server sent a context with its request (RFC 8446, 4.3.2). */
  public TlsCredentialedSigner signer(
      TlsCryptoParameters parameters, SignatureAndHashAlgorithm algorithm, byte[] context) {
    boolean isTls13 = TlsUtils.isTLSv13(parameters.getServerVersion());
    Certificate certificate =
        !isTls13 ? tls12 : context.length == 0 ? tls13 : new Certificate(context, entries);
    return signer(parameters, algorithm, certificate);
  }

  private TlsCredentialedSigner signer(
      TlsCryptoParameters parameters,
      SignatureAndHashAlgorithm algorithm,
      Certificate certificate) {
    return new DefaultTlsCredentialedSigner(
        parameters, signer(SignatureScheme.from(algorithm)), certificate, algorithm);
  }

  private TlsSigner signer(int scheme) {
    TlsSigner usual = usualSigner(scheme);
    return systemKey == null ? usual : systemKey.signer(crypto.light(), scheme, usual);
  }

  private TlsSigner usualSigner(int scheme) {
    return switch (lightKey) {
      case ECPrivateKeyParameters ec -> new BcTlsECDSA13Signer(crypto.light(), ec, scheme);
      case Ed25519PrivateKeyParameters ed -> new BcTlsEd25519Signer(crypto.light(), ed);
      case Ed448PrivateKeyParameters ed -> new BcTlsEd448Signer(crypto.light(), ed);
      case null, default -> new LocalSigner(crypto, privateKey);
    };
  }

  /**
   * For TLS 1.2 with RSA key exchange.
   *
   * <p>A key that shows its bits decrypts in the light API, in constant time. One that does not has
   * to go through JCA, where a bad padding is an exception and thereby a timing signal
   * (JceDefaultTlsCredentialedDecryptor.java:99).
   */
  public TlsCredentialedDecryptor decryptor() {
    if (!(lightKey instanceof RSAKeyParameters)) {
      return new JceDefaultTlsCredentialedDecryptor(crypto, tls12, privateKey);
    }
    var light = new BcDefaultTlsCredentialedDecryptor(crypto.light(), tls12, lightKey);
    return new TlsCredentialedDecryptor() {
      @Override
      public Certificate getCertificate() {
        return tls12;
      }

      @Override
      public TlsSecret decrypt(TlsCryptoParameters parameters, byte[] ciphertext)
          throws IOException {
        return new JceTlsSecret(crypto, light.decrypt(parameters, ciphertext).extract());
      }
    };
  }

  private static AsymmetricKeyParameter lightKey(PrivateKey key) {
    byte[] encoding = key.getEncoded();
    if (encoding == null || !"PKCS#8".equals(key.getFormat())) {
      return null;
    }
    try {
      return PrivateKeyFactory.createKey(encoding);
    } catch (IOException | RuntimeException e) {
      // Not a kind that the light API knows: JCA signs with it.
      return null;
    } finally {
      Arrays.fill(encoding, (byte) 0);
    }
  }

  private static List<SignatureAndHashAlgorithm> algorithms(PublicKey key, boolean isTls13) {
    var schemes = new ArrayList<Integer>();
    switch (key) {
      case ECPublicKey ec -> ecdsa(schemes, ec, isTls13);
      case EdECPublicKey ed ->
          schemes.add(
              "Ed25519".equalsIgnoreCase(ed.getParams().getName())
                  ? SignatureScheme.ed25519
                  : SignatureScheme.ed448);
      case RSAPublicKey rsa -> rsa(schemes, rsa, isTls13);
      default -> {}
    }
    return schemes.stream().map(SignatureScheme::getSignatureAndHashAlgorithm).toList();
  }

  private static int curve(ECPublicKey key) {
    return switch (key.getParams().getOrder().bitLength()) {
      case 256 -> NamedGroup.secp256r1;
      case 384 -> NamedGroup.secp384r1;
      case 521 -> NamedGroup.secp521r1;
      default -> -1;
    };
  }

  /** TLS 1.3 ties the hash to the curve; before, any went with any (RFC 8446, 4.2.3). */
  private static void ecdsa(List<Integer> schemes, ECPublicKey key, boolean isTls13) {
    int natural =
        switch (curve(key)) {
          case NamedGroup.secp256r1 -> SignatureScheme.ecdsa_secp256r1_sha256;
          case NamedGroup.secp384r1 -> SignatureScheme.ecdsa_secp384r1_sha384;
          case NamedGroup.secp521r1 -> SignatureScheme.ecdsa_secp521r1_sha512;
          default -> -1;
        };
    if (natural < 0) {
      return;
    }
    schemes.add(natural);
    if (!isTls13) {
      for (int scheme :
          List.of(
              SignatureScheme.ecdsa_secp256r1_sha256,
              SignatureScheme.ecdsa_secp384r1_sha384,
              SignatureScheme.ecdsa_secp521r1_sha512)) {
        if (scheme != natural) {
          schemes.add(scheme);
        }
      }
    }
  }

  private static void rsa(List<Integer> schemes, RSAPublicKey key, boolean isTls13) {
    boolean onlyPss = key.getAlgorithm().equals("RSASSA-PSS");
    int bytes = (key.getModulus().bitLength() + 7) / 8;
    for (int hashBytes : new int[] {32, 48, 64}) {
      // RFC 8017, 9.1.1: the encoded message holds hash, salt of the same length and two bytes.
      boolean fits = bytes >= 2 * hashBytes + 2;
      boolean allowed =
          !(key.getParams() instanceof PSSParameterSpec limits)
              || limits.getDigestAlgorithm().equals("SHA-" + hashBytes * 8);
      if (fits && allowed) {
        schemes.add(
            switch (hashBytes) {
              case 32 ->
                  onlyPss
                      ? SignatureScheme.rsa_pss_pss_sha256
                      : SignatureScheme.rsa_pss_rsae_sha256;
              case 48 ->
                  onlyPss
                      ? SignatureScheme.rsa_pss_pss_sha384
                      : SignatureScheme.rsa_pss_rsae_sha384;
              default ->
                  onlyPss
                      ? SignatureScheme.rsa_pss_pss_sha512
                      : SignatureScheme.rsa_pss_rsae_sha512;
            });
      }
    }
    if (!onlyPss && !isTls13) {
      schemes.add(SignatureScheme.rsa_pkcs1_sha256);
      schemes.add(SignatureScheme.rsa_pkcs1_sha384);
      schemes.add(SignatureScheme.rsa_pkcs1_sha512);
    }
  }
}
