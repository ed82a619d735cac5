package dev.heddle.engine;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key of the JDK's making and a certificate that it signed itself, for "localhost". */
public record SelfSigned(X509Certificate certificate, KeyPair keys) {

  /** The kind is RSA, RSASSA-PSS, EC:secp256r1 (or another curve), Ed25519 or Ed448. */
  public static SelfSigned create(String kind) {
    try {
      KeyPair keys = keys(kind);
      Instant now = Instant.now();
      var name = new X500Name("CN=localhost");
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofDays(1))),
              name,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
      byte[] der =
          builder
              .build(
                  new JcaContentSignerBuilder(signature(kind))
                      .setProvider(new BouncyCastleProvider())
                      .build(keys.getPrivate()))
              .getEncoded();
      var factory = CertificateFactory.getInstance("X.509");
      return new SelfSigned(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)), keys);
    } catch (Exception e) {
      throw new IllegalStateException(kind, e);
    }
  }

  public List<X509Certificate> chain() {
    return List.of(certificate);
  }

  private static KeyPair keys(String kind) throws GeneralSecurityException {
    if (kind.startsWith("EC:")) {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(kind.substring(3)));
      return generator.generateKeyPair();
    }
    var generator = KeyPairGenerator.getInstance(kind);
    if (kind.startsWith("RSA")) {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  private static String signature(String kind) {
    return switch (kind) {
      case "RSA" -> "SHA256withRSA";
      case "RSASSA-PSS" -> "SHA256withRSAandMGF1";
      case "Ed25519", "Ed448" -> kind;
      default -> "SHA256withECDSA";
    };
  }
}
