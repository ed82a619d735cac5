package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

/**
 * What the JDK's certificate factory, which reads what peers present, does not even read. The rules
 * need not look for it; should this change, they have to. The list stands in {@code docs/paths.md}.
 */
class UnreadableTest {

  /** Places in a TBSCertificate of version 3. */
  private static final int VERSION = 0;

  private static final int ALGORITHM = 2;
  static final int ISSUER = 3;
  static final int SUBJECT = 5;
  private static final int KEY = 6;
  private static final int EXTENSIONS = 7;

  @Test
  void readsWhatIsNotAltered() throws GeneralSecurityException, IOException {
    X509Certificate certificate = ChainCases.leaf().by(ChainCases.root()).build().certificate();
    assertEquals(certificate, altered(certificate, parts -> parts));
  }

  @Test
  void extensionsInVersionOne() {
    unreadable(
        // Version 1 is the default, and left out.
        parts -> Arrays.copyOfRange(parts, 1, parts.length));
  }

  @Test
  void extensionsInVersionTwo() {
    unreadable(
        parts -> {
          parts[VERSION] = new DERTaggedObject(true, 0, new ASN1Integer(1));
          return parts;
        });
  }

  @Test
  void emptyIssuer() {
    unreadable(ISSUER, new X500Name(new RDN[0]));
  }

  @Test
  void emptySubjectBesideNamesThatAreNotCritical() {
    unreadable(SUBJECT, new X500Name(new RDN[0]));
  }

  @Test
  void twoSignatureAlgorithms() {
    unreadable(ALGORITHM, new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA512));
  }

  @Test
  void twoExtensionsOfAKind() {
    unreadable(
        parts -> {
          ASN1Sequence list =
              ASN1Sequence.getInstance(
                  ASN1TaggedObject.getInstance(parts[EXTENSIONS]).getExplicitBaseObject());
          ASN1Encodable[] twice = Arrays.copyOf(list.toArray(), list.size() + 1);
          twice[list.size()] = list.getObjectAt(0);
          parts[EXTENSIONS] = new DERTaggedObject(true, 3, new DERSequence(twice));
          return parts;
        });
  }

  @Test
  void explicitCurve() {
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp256r1"));
    X509Certificate certificate = make("key").key(KeyType.EC_P256).build().certificate();
    ASN1Sequence key = ASN1Sequence.getInstance(certificate.getPublicKey().getEncoded());
    ASN1Encodable[] parts = {algorithm, DERBitString.getInstance(key.getObjectAt(1))};
    unreadable(KEY, new DERSequence(parts));
  }

  private static void unreadable(int place, ASN1Encodable value) {
    unreadable(
        parts -> {
          parts[place] = value;
          return parts;
        });
  }

  private static void unreadable(UnaryOperator<ASN1Encodable[]> change) {
    X509Certificate certificate = ChainCases.leaf().by(ChainCases.root()).build().certificate();
    assertThrows(CertificateException.class, () -> altered(certificate, change));
  }

  /** The certificate with another body; the signature stays as it was. */
  static X509Certificate altered(X509Certificate certificate, UnaryOperator<ASN1Encodable[]> change)
      throws GeneralSecurityException, IOException {
    ASN1Sequence whole = ASN1Sequence.getInstance(certificate.getEncoded());
    ASN1Encodable[] body = ASN1Sequence.getInstance(whole.getObjectAt(0)).toArray();
    ASN1Encodable[] parts = {
      new DERSequence(change.apply(body)), whole.getObjectAt(1), whole.getObjectAt(2)
    };
    byte[] der = new DERSequence(parts).getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
