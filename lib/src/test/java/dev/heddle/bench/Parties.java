package dev.heddle.bench;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Who a benchmark's server is and whom its clients trust: a leaf for {@link #HOST} below an
 * intermediate below a root, all P-256. Travels from one process to another as a line of text.
 *
 * @param server leaf and intermediate, with the leaf's key
 * @param root the clients' trust anchor; its key stays where it was made
 */
record Parties(Identity server, Identity root) {

  static final String HOST = "bench.test";

  static Parties make() {
    Identity root = TestCerts.make("bench root").ca().build();
    Identity issuing = TestCerts.make("bench issuing").ca(0).by(root).build();
    Identity leaf =
        TestCerts.make(HOST).dns(HOST).purpose(KeyPurposeId.id_kp_serverAuth).by(issuing).build();
    return new Parties(leaf, root);
  }

  /** All of it on one line: key, chain, root; {@link #decode} reads it. */
  String encode() throws GeneralSecurityException {
    var line = new StringJoiner(" ").add(base64(server.key().getEncoded()));
    for (X509Certificate certificate : server.chain()) {
      line.add(base64(certificate.getEncoded()));
    }
    return line.add(base64(root.certificate().getEncoded())).toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static Parties decode(String line) throws GeneralSecurityException {
    String[] parts = line.split(" ");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(parts[0])));
    List<X509Certificate> certificates = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      certificates.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(Base64.getDecoder().decode(parts[i]))));
    }
    X509Certificate root = certificates.removeLast();
    return new Parties(
        new Identity(KeyType.EC_P256, key, certificates),
        new Identity(KeyType.EC_P256, null, List.of(root)));
  }
}
