package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hash tls-server-end-point takes for which signature. */
class EndPointHashTest {

  @ParameterizedTest
  @CsvSource({
    "RSA, MD5withRSA, SHA-256",
    "RSA, SHA1withRSA, SHA-256",
    "RSA, SHA224withRSA, SHA-224",
    "RSA, SHA256withRSA, SHA-256",
    "RSA, SHA384withRSA, SHA-384",
    "RSA, SHA512withRSA, SHA-512",
    "RSA, SHA512(256)withRSA, SHA-512/256",
    "RSA, SHA3-256withRSA, SHA3-256",
    "RSA, SHA1withRSAandMGF1, SHA-256",
    "RSA, SHA256withRSAandMGF1, SHA-256",
    "RSA, SHA384withRSAandMGF1, SHA-384",
    "RSA, SHA512withRSAandMGF1, SHA-512",
    "EC, SHA1withECDSA, SHA-256",
    "EC, SHA384withECDSA, SHA-384",
    "EC, SHA3-512withECDSA, SHA3-512",
  })
  void hashOfTheSignature(String key, String signature, String hash) throws Exception {
    X509Certificate certificate = certificate(key, signature);
    assertArrayEquals(
        MessageDigest.getInstance(hash).digest(certificate.getEncoded()),
        EndPointHash.of(certificate));
  }

  @ParameterizedTest
  @CsvSource({"Ed25519, RFC 5929", "Ed448, RFC 5929"})
  void undefinedWithoutOne(String algorithm, String named) throws Exception {
    X509Certificate certificate = certificate(algorithm, algorithm);
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, () -> EndPointHash.of(certificate));
    assertTrue(e.getMessage().contains(named), e.getMessage());
    assertTrue(e.getMessage().contains(certificate.getSigAlgName()), e.getMessage());
  }

  /** Self-signed, and parsed by the JDK as a peer's is. */
  private static X509Certificate certificate(String key, String signature) throws Exception {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    KeyPair pair = KeyPairGenerator.getInstance(key, provider).generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    byte[] encoded =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.now()),
                Date.from(Instant.now().plusSeconds(60)),
                name,
                pair.getPublic())
            .build(
                new JcaContentSignerBuilder(signature)
                    .setProvider(provider)
                    .build(pair.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
