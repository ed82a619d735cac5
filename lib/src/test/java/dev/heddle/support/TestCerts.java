package dev.heddle.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates made in code, so that none expires in the tree.
 *
 * <p>Making a key is slow, so a key is made once in a JVM for each type and name.
 */
public final class TestCerts {

  /** What a key is, and how its owner signs certificates. */
  public enum KeyType {
    RSA_2048("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    RSA_1024("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    /** Of a length that is no multiple of eight bits. */
    RSA_2052("RSA", new RSAKeyGenParameterSpec(2052, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    DSA_2048("DSA", null, "SHA256withDSA"),
    RSA_PSS_2048(
        "RSASSA-PSS",
        new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4),
        "SHA256withRSAandMGF1"),
    /** Bound to one digest (RFC 4055 section 1.2). */
    RSA_PSS_SHA384(
        "RSASSA-PSS",
        new RSAKeyGenParameterSpec(
            2048,
            RSAKeyGenParameterSpec.F4,
            new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1)),
        "SHA384withRSAandMGF1"),
    EC_P256("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
    EC_P384("EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA"),
    EC_P521("EC", new ECGenParameterSpec("secp521r1"), "SHA512withECDSA"),
    ED25519("Ed25519", null, "Ed25519"),
    ED448("Ed448", null, "Ed448");

    private final String algorithm;
    private final AlgorithmParameterSpec parameters;
    private final String signature;

    KeyType(String algorithm, AlgorithmParameterSpec parameters, String signature) {
      this.algorithm = algorithm;
      this.parameters = parameters;
      this.signature = signature;
    }

    /** Those that a TLS peer accepts; the others are there to be refused. */
    public static Stream<KeyType> accepted() {
      return Stream.of(values()).filter(type -> !Set.of(RSA_1024, DSA_2048).contains(type));
    }

    /** The JCA name of the algorithm that it signs with. */
    public String signature() {
      return signature;
    }
  }

  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
  private static final Map<String, Identity> IDENTITIES = new ConcurrentHashMap<>();
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  private TestCerts() {}

  /** The root that everything made with {@link #localhost} hangs from. */
  public static Identity root() {
    return IDENTITIES.computeIfAbsent("root", name -> make("Heddle test root").ca().build());
  }

  /** A server's identity for {@code localhost}, 127.0.0.1 and ::1, issued by {@link #root}. */
  public static Identity localhost(KeyType type) {
    Identity root = root();
    return IDENTITIES.computeIfAbsent(
        "localhost " + type,
        name ->
            make("localhost")
                .key(type)
                .dns("localhost")
                .ip("127.0.0.1")
                .ip("::1")
                .purpose(KeyPurposeId.id_kp_serverAuth)
                .by(root)
                .build());
  }

  /** A client's identity issued by {@link #root}. */
  public static Identity client(KeyType type) {
    Identity root = root();
    return IDENTITIES.computeIfAbsent(
        "client " + type,
        name -> make("client").key(type).purpose(KeyPurposeId.id_kp_clientAuth).by(root).build());
  }

  /** Begins a certificate with that common name: P-256, self-signed, valid now, of no purpose. */
  public static Maker make(String commonName) {
    return new Maker(commonName);
  }

  /** A key and its chain, leaf first; the chain ends below the root unless this is a root. */
  public record Identity(KeyType type, PrivateKey key, List<X509Certificate> chain) {

    public X509Certificate certificate() {
      return chain.getFirst();
    }

    public String certificatePem() {
      return pem(certificate());
    }

    public String chainPem() {
      return chain.stream().map(TestCerts::pem).collect(Collectors.joining());
    }

    /** PKCS#8, not encrypted. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /** PKCS#12 with one entry, {@code heddle}. */
    public KeyStore keyStore(char[] password) {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("heddle", key, password, chain.toArray(X509Certificate[]::new));
        return store;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    public byte[] pkcs12(char[] password) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        keyStore(password).store(out, password);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }

    /** A trust store with this identity's certificate. */
    public KeyStore trustStore() {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("heddle", certificate());
        return store;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] der) {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    String base64 = Base64.getMimeEncoder(64, newLine).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /** Collects what a certificate says. Not for more than one thread. */
  public static final class Maker {
    private final String commonName;
    private final List<GeneralName> names = new ArrayList<>();
    private final List<KeyPurposeId> purposes = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private KeyType type = KeyType.EC_P256;
    private boolean keyIds = true;
    private BasicConstraints constraints;
    private Integer usage;
    private Identity issuer;
    private String signature;
    private BigInteger serial;
    private boolean versionOne;
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant to = Instant.now().plus(Duration.ofDays(30));

    private Maker(String commonName) {
      this.commonName = commonName;
    }

    public Maker key(KeyType value) {
      type = value;
      return this;
    }

    public Maker ca() {
      constraints = new BasicConstraints(true);
      return usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    /** A CA with at most that many intermediates below it. */
    public Maker ca(int pathLength) {
      ca();
      constraints = new BasicConstraints(pathLength);
      return this;
    }

    public Maker dns(String name) {
      names.add(new GeneralName(GeneralName.dNSName, name));
      return this;
    }

    public Maker ip(String address) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
      return this;
    }

    /** Extended key usage. */
    public Maker purpose(KeyPurposeId... values) {
      purposes.addAll(List.of(values));
      return this;
    }

    /** Key usage: bits of {@link KeyUsage}. */
    public Maker usage(int bits) {
      usage = bits;
      return this;
    }

    public Maker valid(Instant notBefore, Instant notAfter) {
      from = notBefore;
      to = notAfter;
      return this;
    }

    public Maker expired() {
      Instant now = Instant.now();
      return valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
    }

    public Maker notYetValid() {
      Instant now = Instant.now();
      return valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
    }

    public Maker by(Identity value) {
      issuer = value;
      return this;
    }

    /** The serial number, instead of the next one. */
    public Maker serial(BigInteger value) {
      serial = value;
      return this;
    }

    /** Version 1, which has no extensions: whatever else was asked for is left out. */
    public Maker versionOne() {
      versionOne = true;
      return this;
    }

    /** One more extension. */
    public Maker extension(String oid, boolean critical, ASN1Encodable value) {
      extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, encoded(value)));
      return this;
    }

    /** Leaves out the identifiers of this key and of the issuer's. */
    public Maker withoutKeyIds() {
      keyIds = false;
      return this;
    }

    /** The signature's algorithm, where the one that suits the issuer's key is not wanted. */
    public Maker signature(String algorithm) {
      signature = algorithm;
      return this;
    }

    public Identity build() {
      try {
        return make();
      } catch (GeneralSecurityException | OperatorException e) {
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Identity make() throws GeneralSecurityException, OperatorException, IOException {
      KeyPair keys = KEYS.computeIfAbsent(type + " " + commonName, name -> generate(type));
      X500Name subject = new X500Name("CN=" + commonName);
      boolean own = issuer == null;
      X500Name issuerName = own ? subject : X500Name.getInstance(encodedSubject(issuer));
      BigInteger number =
          serial != null ? serial : BigInteger.valueOf(SERIAL.incrementAndGet() & Long.MAX_VALUE);
      Date notBefore = Date.from(from);
      Date notAfter = Date.from(to);
      var builder =
          new JcaX509v3CertificateBuilder(
              issuerName, number, notBefore, notAfter, subject, keys.getPublic());
      if (keyIds) {
        var ids = new JcaX509ExtensionUtils();
        builder.addExtension(
            Extension.subjectKeyIdentifier,
            false,
            ids.createSubjectKeyIdentifier(keys.getPublic()));
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            ids.createAuthorityKeyIdentifier(
                own ? keys.getPublic() : issuer.certificate().getPublicKey()));
      }
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      if (constraints != null) {
        builder.addExtension(Extension.basicConstraints, true, constraints);
      }
      if (usage != null) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      }
      if (!purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
      }
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      String algorithm = signature != null ? signature : (own ? type : issuer.type()).signature;
      var signer =
          new JcaContentSignerBuilder(algorithm)
              .setProvider(BOUNCY_CASTLE)
              .build(own ? keys.getPrivate() : issuer.key());
      List<X509Certificate> chain = new ArrayList<>();
      var holder =
          versionOne
              ? new JcaX509v1CertificateBuilder(
                      issuerName, number, notBefore, notAfter, subject, keys.getPublic())
                  .build(signer)
              : builder.build(signer);
      chain.add(new JcaX509CertificateConverter().getCertificate(holder));
      if (!own && !isRoot(issuer)) {
        chain.addAll(issuer.chain());
      }
      return new Identity(type, keys.getPrivate(), List.copyOf(chain));
    }

    private static byte[] encoded(ASN1Encodable value) {
      try {
        return value.toASN1Primitive().getEncoded();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean isRoot(Identity identity) {
      X509Certificate certificate = identity.certificate();
      return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static byte[] encodedSubject(Identity identity) {
      return identity.certificate().getSubjectX500Principal().getEncoded();
    }
  }

  private static KeyPair generate(KeyType type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm);
      if (type.parameters != null) {
        generator.initialize(type.parameters);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
