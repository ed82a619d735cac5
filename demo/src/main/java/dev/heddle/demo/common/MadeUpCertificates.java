package dev.heddle.demo.common;

import dev.heddle.config.Credentials;
import dev.heddle.config.Trust;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
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

/**
 * A certification authority and a server's certificate for this machine, made on the spot and
 * forgotten at the end.
 *
 * @param authority the root's certificate
 * @param server the server's certificate and key
 */
public record MadeUpCertificates(X509Certificate authority, Credentials server) {

  /** For {@code localhost}, 127.0.0.1 and ::1. */
  public static MadeUpCertificates make() {
    return make(
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.iPAddress, "::1"));
  }

  /** For a server of these names, for a day. */
  public static MadeUpCertificates make(GeneralName... names) {
    Instant now = Instant.now();
    return make(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)), names);
  }

  /** For a server of these names. A client may show it, too. */
  public static MadeUpCertificates make(Instant from, Instant to, GeneralName... names) {
    try {
      KeyPair rootKeys = keys();
      X500Name root = new X500Name("CN=Heddle demo root");
      X509Certificate authority =
          certificate(
              root,
              root,
              rootKeys,
              rootKeys,
              from.minus(Duration.ofHours(1)),
              Instant.now().plus(Duration.ofDays(1)),
              new Part(Extension.basicConstraints, true, new BasicConstraints(0)),
              new Part(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
      KeyPair serverKeys = keys();
      X509Certificate server =
          certificate(
              new X500Name("CN=Heddle demo server"),
              root,
              serverKeys,
              rootKeys,
              from,
              to,
              new Part(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
              new Part(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(
                      new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                      })),
              new Part(Extension.subjectAlternativeName, false, new GeneralNames(names)));
      return new MadeUpCertificates(
          authority, Credentials.of(serverKeys.getPrivate(), List.of(server)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make certificates", e);
    }
  }

  /** Trust in the made-up authority alone. */
  public Trust trust() {
    return Trust.of(List.of(authority));
  }

  private record Part(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

  private static X509Certificate certificate(
      X500Name subject,
      X500Name issuer,
      KeyPair own,
      KeyPair signer,
      Instant from,
      Instant to,
      Part... parts)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(63, new SecureRandom()).add(BigInteger.ONE),
            Date.from(from),
            Date.from(to),
            subject,
            own.getPublic());
    var ids = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        ids.createAuthorityKeyIdentifier(signer.getPublic()));
    for (Part part : parts) {
      builder.addExtension(part.id(), part.critical(), part.value());
    }
    var signature = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
