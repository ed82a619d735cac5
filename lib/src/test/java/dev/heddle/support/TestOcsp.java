package dev.heddle.support;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** OCSP responses made in code: good ones unless told otherwise. Not for more than one thread. */
public final class TestOcsp {

  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private final Identity issuer;
  private BigInteger serial;
  private CertificateStatus status = CertificateStatus.GOOD;
  private Instant thisUpdate = Instant.now().minus(Duration.ofHours(1));
  private Instant nextUpdate = Instant.now().plus(Duration.ofDays(3));
  private Identity signer;
  private Identity named;
  private X509Certificate[] certificates = {};
  private boolean byKey;
  private boolean sha256;
  private String signature;
  private boolean criticalExtension;
  private boolean otherName;
  private boolean otherKey;

  private TestOcsp(BigInteger serial, Identity issuer) {
    this.serial = serial;
    this.issuer = issuer;
    this.signer = issuer;
  }

  /** Begins a response for a certificate, signed by its issuer's key. */
  public static TestOcsp about(X509Certificate certificate, Identity issuer) {
    return new TestOcsp(certificate.getSerialNumber(), issuer);
  }

  /** A response without an answer, for example with the status 3, tryLater. */
  public static byte[] noAnswer(int status) {
    try {
      return new OCSPRespBuilder().build(status, null).getEncoded();
    } catch (OCSPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate is revoked. */
  public TestOcsp revoked(Instant when, int reason) {
    status = new RevokedStatus(Date.from(when), reason);
    return this;
  }

  /** The responder does not know the certificate. */
  public TestOcsp unknown() {
    status = new UnknownStatus();
    return this;
  }

  /** The dates; null for no next update. */
  public TestOcsp dates(Instant from, Instant to) {
    thisUpdate = from;
    nextUpdate = to;
    return this;
  }

  /** Another certificate of the same issuer. */
  public TestOcsp serial(BigInteger value) {
    serial = value;
    return this;
  }

  /** Signed by somebody else, whose certificate comes along. */
  public TestOcsp by(Identity responder) {
    signer = responder;
    certificates = new X509Certificate[] {responder.certificate()};
    return this;
  }

  /** The certificates that come along. */
  public TestOcsp with(X509Certificate... values) {
    certificates = values;
    return this;
  }

  /** It says that it is by somebody else than who signs it. */
  public TestOcsp named(Identity other) {
    named = other;
    return this;
  }

  /** The responder is named by its key's hash and not by its name. */
  public TestOcsp byKey() {
    byKey = true;
    return this;
  }

  /** The certificate is named by hashes of SHA-256 and not of SHA-1. */
  public TestOcsp sha256() {
    sha256 = true;
    return this;
  }

  /** The signature's algorithm. */
  public TestOcsp signature(String algorithm) {
    signature = algorithm;
    return this;
  }

  /** With an extension that nobody knows and everybody must. */
  public TestOcsp criticalExtension() {
    criticalExtension = true;
    return this;
  }

  /** About a certificate of the same serial number, by an issuer of another name. */
  public TestOcsp otherName() {
    otherName = true;
    return this;
  }

  /** About a certificate of the same serial number, by an issuer of this name and another key. */
  public TestOcsp otherKey() {
    otherKey = true;
    return this;
  }

  /** The response in DER. */
  public byte[] build() {
    try {
      return make();
    } catch (GeneralSecurityException | OperatorException | OCSPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] make()
      throws GeneralSecurityException, OperatorException, OCSPException, IOException {
    X509Certificate said = (named != null ? named : signer).certificate();
    var key = SubjectPublicKeyInfo.getInstance(said.getPublicKey().getEncoded());
    RespID responder =
        byKey
            ? new RespID(key, digest(false))
            : new RespID(X500Name.getInstance(said.getSubjectX500Principal().getEncoded()));
    var builder = new BasicOCSPRespBuilder(responder);
    var made =
        new CertificateID(
            digest(sha256), new JcaX509CertificateHolder(issuer.certificate()), serial);
    byte[] name = made.getIssuerNameHash();
    name[0] ^= (byte) (otherName ? 1 : 0);
    byte[] keyHash = made.getIssuerKeyHash();
    keyHash[0] ^= (byte) (otherKey ? 1 : 0);
    var id =
        new CertificateID(
            new CertID(
                made.toASN1Primitive().getHashAlgorithm(),
                new DEROctetString(name),
                new DEROctetString(keyHash),
                new ASN1Integer(serial)));
    builder.addResponse(
        id, status, Date.from(thisUpdate), nextUpdate == null ? null : Date.from(nextUpdate));
    if (criticalExtension) {
      var oid = new ASN1ObjectIdentifier("1.2.3.4");
      builder.setResponseExtensions(
          new Extensions(new Extension(oid, true, DERNull.INSTANCE.getEncoded())));
    }
    X509CertificateHolder[] holders = new X509CertificateHolder[certificates.length];
    for (int i = 0; i < holders.length; i++) {
      holders[i] = new JcaX509CertificateHolder(certificates[i]);
    }
    var contentSigner =
        new JcaContentSignerBuilder(signature != null ? signature : signer.type().signature())
            .setProvider(BOUNCY_CASTLE)
            .build(signer.key());
    var basic = builder.build(contentSigner, holders, Date.from(thisUpdate));
    return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
  }

  private static DigestCalculator digest(boolean sha256) throws OperatorException {
    var oid =
        sha256 ? new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1") : OIWObjectIdentifiers.idSHA1;
    return new JcaDigestCalculatorProviderBuilder()
        .build()
        .get(new AlgorithmIdentifier(oid, DERNull.INSTANCE));
  }
}
