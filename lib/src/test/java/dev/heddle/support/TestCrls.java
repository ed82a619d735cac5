package dev.heddle.support;

import dev.heddle.support.TestCerts.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** CRLs made in code: current ones unless told otherwise. Not for more than one thread. */
public final class TestCrls {

  /** When {@link #revoke} revokes. */
  public static final Instant REVOKED_AT = Instant.parse("2026-01-02T03:04:05Z");

  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private final Identity issuer;
  private Identity signer;
  private final X509v2CRLBuilder builder;
  private String signature = "SHA256withECDSA";

  private TestCrls(Identity issuer, Instant from, Instant to) {
    this.issuer = issuer;
    this.signer = issuer;
    builder = new X509v2CRLBuilder(name(issuer), Date.from(from));
    if (to != null) {
      builder.setNextUpdate(Date.from(to));
    }
  }

  /** Begins an empty list of an authority with an elliptic curve key, current now. */
  public static TestCrls by(Identity issuer) {
    Instant now = Instant.now();
    return by(issuer, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(7)));
  }

  /** Begins an empty list with these dates; null for no next update. */
  public static TestCrls by(Identity issuer, Instant from, Instant to) {
    return new TestCrls(issuer, from, to);
  }

  /** Lists a certificate. */
  public TestCrls revoke(X509Certificate certificate, int reason) {
    builder.addCRLEntry(certificate.getSerialNumber(), Date.from(REVOKED_AT), reason);
    return this;
  }

  /** Lists a certificate, with a further extension. */
  public TestCrls revoke(BigInteger serial, String oid, boolean critical, ASN1Encodable value)
      throws IOException {
    var extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.keyCompromise));
    extensions.addExtension(new ASN1ObjectIdentifier(oid), critical, value);
    Extensions all = extensions.generate();
    builder.addCRLEntry(serial, Date.from(REVOKED_AT), all);
    return this;
  }

  /** One more extension of the whole list. */
  public TestCrls extension(String oid, boolean critical, ASN1Encodable value) throws IOException {
    builder.addExtension(new ASN1ObjectIdentifier(oid), critical, value);
    return this;
  }

  /** Signed by somebody else. */
  public TestCrls signedBy(Identity other) {
    signer = other;
    return this;
  }

  /** The signature's algorithm. */
  public TestCrls signature(String algorithm) {
    signature = algorithm;
    return this;
  }

  /** The list. */
  public X509CRL build() {
    try {
      byte[] encoded = encode();
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The list in DER. */
  public byte[] encode() {
    try {
      var contentSigner =
          new JcaContentSignerBuilder(signature).setProvider(BOUNCY_CASTLE).build(signer.key());
      return builder.build(contentSigner).getEncoded();
    } catch (OperatorException | IOException e) {
      throw new IllegalStateException(e + " for " + issuer.certificate(), e);
    }
  }

  /** As a block of PEM. */
  public static String pem(byte[] encoded) {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    String base64 = Base64.getMimeEncoder(64, newLine).encodeToString(encoded);
    return "-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n";
  }

  private static X500Name name(Identity identity) {
    return X500Name.getInstance(identity.certificate().getSubjectX500Principal().getEncoded());
  }
}
