package dev.heddle.demo.common;

import dev.heddle.config.Credentials;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority that is made on the spot: a root, or one below another. */
public final class MadeUpAuthority {

  /** What kind of key somebody has. */
  public enum Keys {
    P256("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
    RSA2048("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA");

    private final String algorithm;
    private final AlgorithmParameterSpec parameters;
    private final String signature;

    Keys(String algorithm, AlgorithmParameterSpec parameters, String signature) {
      this.algorithm = algorithm;
      this.parameters = parameters;
      this.signature = signature;
    }

    private KeyPair make() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    }

    private static Keys of(String algorithm) {
      return algorithm.equals("RSA") ? RSA2048 : P256;
    }
  }

  private final Keys kind;
  private final PrivateKey key;

  /** Its own certificate, and those above it. */
  private final List<X509Certificate> chain;

  private MadeUpAuthority(PrivateKey key, List<X509Certificate> chain) {
    this.kind = Keys.of(key.getAlgorithm());
    this.key = key;
    this.chain = chain;
  }

  /**
   * A new root, good until tomorrow.
   *
   * @param kind of its key; those below it have the same
   * @param depth how many authorities may follow one another below it
   */
  public static MadeUpAuthority root(String name, Keys kind, int depth, Instant from) {
    try {
      KeyPair keys = kind.make();
      X500Name self = new X500Name("CN=" + name);
      X509Certificate certificate =
          certificate(self, keys, new Signer(self, keys), from, tomorrow(), authority(depth));
      return new MadeUpAuthority(keys.getPrivate(), List.of(certificate));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(IMPOSSIBLE, e);
    }
  }

  /** One that was made before. */
  public static MadeUpAuthority root(X509Certificate certificate, PrivateKey key) {
    return new MadeUpAuthority(key, List.of(certificate));
  }

  /** A new authority below this one, which signs for servers only. */
  public MadeUpAuthority intermediate(String name) {
    try {
      KeyPair keys = kind.make();
      X509Certificate certificate =
          certificate(
              new X500Name("CN=" + name), keys, signer(), anHourAgo(), tomorrow(), authority(0));
      List<X509Certificate> path = new ArrayList<>(List.of(certificate));
      path.addAll(chain);
      return new MadeUpAuthority(keys.getPrivate(), path);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(IMPOSSIBLE, e);
    }
  }

  /**
   * A new key with its chain, the root left out, for a server of these names. A client may show it,
   * too.
   */
  public Credentials server(Instant from, Instant to, GeneralName... names) {
    try {
      KeyPair keys = kind.make();
      List<X509Certificate> path = new ArrayList<>(chain.subList(0, chain.size() - 1));
      path.addFirst(
          certificate(
              new X500Name("CN=Heddle demo server"), keys, signer(), from, to, endEntity(names)));
      return Credentials.of(keys.getPrivate(), path);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(IMPOSSIBLE, e);
    }
  }

  /** As {@link #server(Instant, Instant, GeneralName...)}, until tomorrow. */
  public Credentials server(GeneralName... names) {
    return server(anHourAgo(), tomorrow(), names);
  }

  /** Its own certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** The key that it signs with. */
  public PrivateKey key() {
    return key;
  }

  private static Instant anHourAgo() {
    return Instant.now().minus(Duration.ofHours(1));
  }

  private static Instant tomorrow() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  private Signer signer() {
    return new Signer(
        X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded()),
        new KeyPair(certificate().getPublicKey(), key));
  }

  private record Signer(X500Name name, KeyPair keys) {}

  private record Part(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

  private static Part[] authority(int depth) {
    return new Part[] {
      new Part(Extension.basicConstraints, true, new BasicConstraints(depth)),
      new Part(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
    };
  }

  private static Part[] endEntity(GeneralName... names) {
    var purposes =
        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    return new Part[] {
      new Part(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
      new Part(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes)),
      new Part(Extension.subjectAlternativeName, false, new GeneralNames(names))
    };
  }

  private static X509Certificate certificate(
      X500Name subject, KeyPair own, Signer issuer, Instant from, Instant to, Part... parts)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.name(),
            new BigInteger(63, new SecureRandom()).add(BigInteger.ONE),
            Date.from(from),
            Date.from(to),
            subject,
            own.getPublic());
    var ids = new JcaX509ExtensionUtils();
    PrivateKey signing = issuer.keys().getPrivate();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        ids.createAuthorityKeyIdentifier(issuer.keys().getPublic()));
    for (Part part : parts) {
      builder.addExtension(part.id(), part.critical(), part.value());
    }
    var signature =
        new JcaContentSignerBuilder(Keys.of(signing.getAlgorithm()).signature).build(signing);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
  }

  private static final String IMPOSSIBLE = "cannot make certificates";
}
