package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestCertsTest {

  @ParameterizedTest
  @MethodSource("dev.heddle.support.TestCerts$KeyType#accepted")
  void everyKeyTypeMakesLeavesAndIssues(KeyType type) {
    assertDoesNotThrow(() -> validate(TestCerts.localhost(type), TestCerts.root()));
    Identity root = TestCerts.make("root " + type).key(type).ca().build();
    Identity middle = TestCerts.make("middle " + type).key(type).ca(0).by(root).build();
    Identity leaf = TestCerts.make("leaf").dns("leaf.example").by(middle).build();
    assertEquals(2, leaf.chain().size());
    assertDoesNotThrow(() -> validate(leaf, root));
  }

  @Test
  void pathLengthIsInTheCertificate() {
    Identity root = TestCerts.root();
    Identity last = TestCerts.make("last").ca(0).by(root).build();
    Identity oneMore = TestCerts.make("one more").ca().by(last).build();
    Identity leaf = TestCerts.make("leaf").by(oneMore).build();
    assertThrows(CertPathValidatorException.class, () -> validate(leaf, root));
  }

  @Test
  void datesArePastAndFuture() {
    Identity root = TestCerts.root();
    X509Certificate old = TestCerts.make("old").expired().by(root).build().certificate();
    X509Certificate young = TestCerts.make("young").notYetValid().by(root).build().certificate();
    assertThrows(CertificateExpiredException.class, old::checkValidity);
    assertThrows(CertificateNotYetValidException.class, young::checkValidity);
  }

  @Test
  void namesAndPurposesAreInTheCertificate() throws Exception {
    X509Certificate certificate = TestCerts.localhost(KeyType.EC_P256).certificate();
    List<Object> names =
        certificate.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)).toList();
    assertEquals(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), names);
    assertEquals(List.of(KeyPurposeId.id_kp_serverAuth.getId()), certificate.getExtendedKeyUsage());
  }

  @Test
  void identitiesAreMadeOnce() {
    assertSame(TestCerts.localhost(KeyType.RSA_2048), TestCerts.localhost(KeyType.RSA_2048));
  }

  @Test
  void storesAndPemReadBack() throws Exception {
    Identity leaf = TestCerts.localhost(KeyType.RSA_2048);
    char[] password = "secret".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(leaf.pkcs12(password)), password);
    assertEquals(leaf.key(), store.getKey("heddle", password));
    var in = new ByteArrayInputStream(leaf.certificatePem().getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        leaf.certificate(), CertificateFactory.getInstance("X.509").generateCertificate(in));
  }

  private static void validate(Identity leaf, Identity root) throws Exception {
    var anchors = Set.of(new TrustAnchor(root.certificate(), null));
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(leaf.chain()), parameters);
  }
}
