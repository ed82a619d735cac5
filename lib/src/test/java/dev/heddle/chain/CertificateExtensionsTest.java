package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import java.io.ByteArrayInputStream;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.jcajce.provider.asymmetric.x509.CertificateFactory;
import org.junit.jupiter.api.Test;

class CertificateExtensionsTest {

  @Test
  void theSameCertificateIsReadOnce() {
    X509Certificate certificate = leaf("a.test");
    CertificateExtensions read = CertificateExtensions.of(certificate);
    for (int i = 0; i < 3 && CertificateExtensions.of(certificate) != read; i++) {
      read = CertificateExtensions.of(certificate); // another test's came to the same slot
    }
    assertSame(read, CertificateExtensions.of(certificate));
  }

  /**
   * Many more than there are slots: whatever is in a slot is taken for its own certificate only.
   */
  @Test
  void noneIsTakenForAnother() {
    X509Certificate authority = TestCerts.make("authority").ca().build().certificate();
    for (int i = 0; i < 200; i++) {
      String name = "host" + i + ".test";
      X509Certificate leaf = leaf(name);
      for (X509Certificate each : new X509Certificate[] {leaf, authority, leaf}) {
        CertificateExtensions extensions = CertificateExtensions.of(each);
        boolean isLeaf = each == leaf;
        assertEquals(isLeaf, extensions.has(KnownExtension.SUBJECT_ALT_NAME));
        GeneralNames names = extensions.get(KnownExtension.SUBJECT_ALT_NAME, GeneralNames.class);
        assertEquals(
            isLeaf ? name : null, isLeaf ? names.getNames()[0].getName().toString() : names);
        BasicConstraints constraints =
            extensions.get(KnownExtension.BASIC_CONSTRAINTS, BasicConstraints.class);
        assertEquals(!isLeaf, constraints != null && constraints.isCA());
      }
    }
  }

  /** One of another provider may answer otherwise the next time. */
  @Test
  void onlyTheJdksAreRemembered() throws Exception {
    X509Certificate foreign =
        (X509Certificate)
            new CertificateFactory()
                .engineGenerateCertificate(new ByteArrayInputStream(leaf("b.test").getEncoded()));
    CertificateExtensions read = CertificateExtensions.of(foreign);
    assertTrue(read.has(KnownExtension.SUBJECT_ALT_NAME));
    assertNotSame(read, CertificateExtensions.of(foreign));
  }

  /** Nor is what nobody asks for read each time that something else is asked for. */
  @Test
  void longOnesAreNotKept() {
    TestCerts.Maker many = TestCerts.make("many");
    for (int i = 0; i < 300; i++) {
      many = many.dns("a-rather-long-name-" + i + ".test");
    }
    X509Certificate certificate = many.build().certificate();
    CertificateExtensions read = CertificateExtensions.of(certificate);
    assertFalse(read.isMalformed(KnownExtension.SUBJECT_ALT_NAME));
    assertNotSame(read, CertificateExtensions.of(certificate));
    GeneralNames names = read.get(KnownExtension.SUBJECT_ALT_NAME, GeneralNames.class);
    assertEquals(300, names.getNames().length);
    assertNotSame(names, read.get(KnownExtension.SUBJECT_ALT_NAME, GeneralNames.class));
    assertTrue(read.has(KnownExtension.SUBJECT_ALT_NAME));
    assertFalse(read.has(KnownExtension.NAME_CONSTRAINTS));
    assertNull(read.get(KnownExtension.NAME_CONSTRAINTS, NameConstraints.class));
  }

  private static X509Certificate leaf(String name) {
    return TestCerts.make(name).dns(name).build().certificate();
  }
}
