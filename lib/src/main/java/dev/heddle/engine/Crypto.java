package dev.heddle.engine;

import dev.heddle.chain.VerifyingKeys;
import dev.heddle.libcrypto.LibcryptoX25519;
import dev.heddle.libcrypto.Patient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsDHDomain;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsKemConfig;
import org.bouncycastle.tls.crypto.TlsKemDomain;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JceTlsSecret;

/**
 * Sends each primitive to where it is fastest: hashes, HMAC, HKDF, the AEAD ciphers and RSA to the
 * JDK's intrinsics; key agreement, ML-KEM and elliptic curve signatures to BouncyCastle's light
 * API; X25519 to the system's libcrypto where that may be called. The figures are those of {@code
 * CryptoBench} in the test tree.
 *
 * <p>Holds no state of a connection: one instance serves any number of threads, and should, since
 * it remembers the keys of recent peers.
 */
public final class Crypto extends JcaTlsCrypto {

  private final BcTlsCrypto light;
  private final JdkFirst jdk;
  private final Patient<LibcryptoX25519> system;
  private final VerifyingKeys peerKeys = new VerifyingKeys();
  private final Map<JdkAead.Algorithm, CipherRing> sealing;
  private final Map<JdkAead.Algorithm, CipherRing> opening;

  /** The one instance of this JVM. */
  public static Crypto shared() {
    return Shared.CRYPTO;
  }

  /** An instance over another source of randomness; a fixed one makes a handshake repeatable. */
  public static Crypto create(SecureRandom random) {
    return create(random, new Patient<>(LibcryptoX25519::shared, LibcryptoX25519.PATIENCE));
  }

  /** As the other, with or without the system's X25519, from the first agreement or later. */
  static Crypto create(SecureRandom random, Patient<LibcryptoX25519> system) {
    return new Crypto(new JdkFirst(), random, system);
  }

  private Crypto(JdkFirst jdk, SecureRandom random, Patient<LibcryptoX25519> system) {
    super(jdk, random, random);
    this.jdk = jdk;
    this.system = system;
    this.light = new BcTlsCrypto(random);
    this.sealing = rings(true);
    this.opening = rings(false);
  }

  /** BouncyCastle's own crypto over the same source of randomness. */
  BcTlsCrypto light() {
    return light;
  }

  JdkFirst jdk() {
    return jdk;
  }

  VerifyingKeys peerKeys() {
    return peerKeys;
  }

  // Randomness

  @Override
  public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
    return new ConnectionKeys(getSecureRandom());
  }

  // Key agreement

  @Override
  public TlsECDomain createECDomain(TlsECConfig config) {
    TlsECDomain domain = light.createECDomain(config);
    int group = config.getNamedGroup();
    if (group == NamedGroup.x25519) {
      return () -> new LightAgreement(this, x25519(domain));
    }
    return () ->
        NamedGroup.refersToAnXDHCurve(group)
            ? new LightAgreement(this, domain.createECDH())
            : new LightAgreement(this, new UncompressedOnly(domain.createECDH(), group));
  }

  private TlsAgreement x25519(TlsECDomain domain) {
    LibcryptoX25519 library = system.next();
    return library == null ? domain.createECDH() : new SystemX25519(light, library);
  }

  @Override
  public TlsDHDomain createDHDomain(TlsDHConfig config) {
    TlsDHDomain domain = light.createDHDomain(config);
    return () -> new LightAgreement(this, domain.createDH());
  }

  @Override
  public TlsKemDomain createKemDomain(TlsKemConfig config) {
    TlsKemDomain domain = light.createKemDomain(config);
    return () -> new LightAgreement(this, domain.createKem());
  }

  @Override
  protected Boolean isSupportedNamedGroup(int namedGroup) {
    return light.hasNamedGroup(namedGroup);
  }

  /** As inherited (JcaTlsCrypto.java:829), but wipes the two halves. */
  @Override
  public TlsSecret createHybridSecret(TlsSecret first, TlsSecret second) {
    byte[] a = first.extract();
    byte[] b = second.extract();
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    Arrays.fill(a, (byte) 0);
    Arrays.fill(b, (byte) 0);
    return new JceTlsSecret(this, both);
  }

  /** As inherited, but for the keys of tickets: {@link ResumptionPsk}. */
  @Override
  public TlsSecret hkdfInit(int hash) {
    return ResumptionPsk.salt(this, super.hkdfInit(hash));
  }

  // Record protection

  @Override
  public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac)
      throws IOException {
    return ConnectionKeys.note(parameters, cipher(parameters, encryption, mac));
  }

  /** CCM, which the JDK does not have, comes whole from the light API. */
  private RecordCipher cipher(TlsCryptoParameters parameters, int encryption, int mac)
      throws IOException {
    return switch (encryption) {
      case EncryptionAlgorithm.AES_128_GCM -> aead(parameters, JdkAead.Algorithm.AES_GCM, 16);
      case EncryptionAlgorithm.AES_256_GCM -> aead(parameters, JdkAead.Algorithm.AES_GCM, 32);
      case EncryptionAlgorithm.CHACHA20_POLY1305 ->
          aead(parameters, JdkAead.Algorithm.CHACHA20_POLY1305, 32);
      case EncryptionAlgorithm.AES_128_CCM,
          EncryptionAlgorithm.AES_128_CCM_8,
          EncryptionAlgorithm.AES_256_CCM,
          EncryptionAlgorithm.AES_256_CCM_8 ->
          recordCipher(parameters, light.createCipher(parameters, encryption, mac), List.of());
      default ->
          recordCipher(parameters, super.createCipher(parameters, encryption, mac), List.of());
    };
  }

  private RecordCipher aead(
      TlsCryptoParameters parameters, JdkAead.Algorithm algorithm, int keyBytes)
      throws IOException {
    JdkAead encrypting = new JdkAead(sealing.get(algorithm));
    JdkAead decrypting = new JdkAead(opening.get(algorithm));
    AeadRecords cipher =
        new AeadRecords(
            TlsUtils.isTLSv13(parameters.getServerVersion()),
            encrypting,
            decrypting,
            new RecordKeys(parameters, keyBytes, encrypting, decrypting),
            ConnectionKeys.room(parameters));
    cipher.setKeys();
    return recordCipher(parameters, cipher, List.of(encrypting, decrypting));
  }

  private Map<JdkAead.Algorithm, CipherRing> rings(boolean encrypting) {
    Map<JdkAead.Algorithm, CipherRing> rings = new EnumMap<>(JdkAead.Algorithm.class);
    for (JdkAead.Algorithm each : JdkAead.Algorithm.values()) {
      rings.put(each, new CipherRing(each, encrypting, jdk, getSecureRandom()));
    }
    return rings;
  }

  private static RecordCipher recordCipher(
      TlsCryptoParameters parameters, TlsCipher cipher, List<JdkAead> ours) {
    return new RecordCipher(cipher, TlsUtils.isTLSv13(parameters.getServerVersion()), ours);
  }

  @Override
  protected Boolean isSupportedEncryptionAlgorithm(int encryption) {
    return switch (encryption) {
      case EncryptionAlgorithm.CHACHA20_POLY1305 ->
          jdk.hasCipher(JdkAead.Algorithm.CHACHA20_POLY1305.cipherName);
      case EncryptionAlgorithm.AES_128_CCM,
          EncryptionAlgorithm.AES_128_CCM_8,
          EncryptionAlgorithm.AES_256_CCM,
          EncryptionAlgorithm.AES_256_CCM_8 ->
          true;
      default -> super.isSupportedEncryptionAlgorithm(encryption);
    };
  }

  // Certificates and RSA signatures

  @Override
  public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
    if (type != CertificateType.X509) {
      throw new TlsFatalAlert(AlertDescription.unsupported_certificate);
    }
    return new PeerCertificate(this, parse(encoding));
  }

  /** The certificates of a chain as the JDK's objects, leaf first; parsed when they arrived. */
  public static List<X509Certificate> x509Chain(Certificate chain) throws IOException {
    var result = new ArrayList<X509Certificate>(chain.getLength());
    for (TlsCertificate certificate : chain.getCertificateList()) {
      result.add(
          certificate instanceof JcaTlsCertificate parsed
              ? parsed.getX509Certificate()
              : shared().parse(certificate.getEncoded()));
    }
    return List.copyOf(result);
  }

  /**
   * Straight to the JDK's factory, which keeps what it has parsed; bctls re-encodes each
   * certificate first (JcaTlsCertificate.java:71) to keep PEM out, which a look at the first bytes
   * does too.
   */
  private X509Certificate parse(byte[] encoding) throws IOException {
    if (!isOneDerSequence(encoding)) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "a certificate is not DER");
    }
    try {
      return (X509Certificate)
          jdk.createCertificateFactory("X.509")
              .generateCertificate(new ByteArrayInputStream(encoding));
    } catch (CertificateException | ClassCastException e) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
  }

  private static boolean isOneDerSequence(byte[] der) {
    if (der.length < 2 || der[0] != 0x30) {
      return false;
    }
    int first = der[1] & 0xFF;
    if (first < 0x80) {
      return der.length == 2 + first;
    }
    int size = first & 0x7F;
    if (size == 0 || size > 3 || der.length < 2 + size) {
      return false;
    }
    int length = 0;
    for (int i = 0; i < size; i++) {
      length = length << 8 | der[2 + i] & 0xFF;
    }
    return der.length == 2 + size + length;
  }

  @Override
  protected Tls13Verifier createTls13Verifier(
      String algorithm, AlgorithmParameterSpec parameter, PublicKey key) throws IOException {
    return isRsa(key)
        ? Verifiers.jca(rsaVerifier(algorithm, parameter, key))
        : super.createTls13Verifier(algorithm, parameter, key);
  }

  @Override
  protected TlsStreamVerifier createStreamVerifier(
      String algorithm, AlgorithmParameterSpec parameter, byte[] signature, PublicKey key)
      throws IOException {
    return isRsa(key)
        ? Verifiers.jca(rsaVerifier(algorithm, parameter, key), signature)
        : super.createStreamVerifier(algorithm, parameter, signature, key);
  }

  /**
   * bctls names PSS as BouncyCastle's provider does, "SHA256WITHRSAANDMGF1"
   * (JcaTlsCertificate.java:250); the JDK knows it as RSASSA-PSS with parameters.
   */
  private Signature rsaVerifier(String algorithm, AlgorithmParameterSpec parameter, PublicKey key)
      throws IOException {
    try {
      Signature verifier =
          jdk.createRsaSignature(parameter instanceof PSSParameterSpec ? "RSASSA-PSS" : algorithm);
      if (parameter != null) {
        verifier.setParameter(parameter);
      }
      verifier.initVerify(key);
      return verifier;
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  private static boolean isRsa(PublicKey key) {
    return key.getAlgorithm().startsWith("RSA");
  }

  private static final class Shared {
    static final Crypto CRYPTO = create(systemRandom());
  }

  /**
   * The kernel's generator, mixed by the JDK. It is one for the whole JVM and takes a monitor for
   * as long as copying a few bytes out of a buffer takes, now and then a read of /dev/urandom,
   * which never waits; nothing parks in there, so no virtual thread is held on its carrier by it. A
   * DRBG of our own for each carrier would save that monitor and would have to answer for seeding,
   * reseeding and forked machines instead: 32 bytes cost a quarter of a microsecond as it is. The
   * variant that reads /dev/random for seeds is avoided, since that may wait. Where there is no
   * such file (Windows) the default is the system's generator as well.
   */
  private static SecureRandom systemRandom() {
    try {
      return SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException e) {
      return new SecureRandom();
    }
  }
}
