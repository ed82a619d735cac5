package dev.heddle.bench;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Who a benchmark's server is and whom its clients trust: a leaf for {@link #HOST} below an
 * intermediate below a root, all P-256. Travels from one process to another as a line of text.
 *
 * @param key the leaf's
 * @param chain leaf and intermediate
 */
record Parties(PrivateKey key, List<X509Certificate> chain, X509Certificate root) {

  static final String HOST = "bench.test";

  static Parties make() {
    Identity root = TestCerts.make("bench root").ca().build();
    Identity issuing = TestCerts.make("bench issuing").ca(0).by(root).build();
    Identity leaf =
        TestCerts.make(HOST).dns(HOST).purpose(KeyPurposeId.id_kp_serverAuth).by(issuing).build();
    return new Parties(leaf.key(), leaf.chain(), root.certificate());
  }

  /** The server's key and chain. */
  KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry("server", key, PASSWORD, chain.toArray(X509Certificate[]::new));
    return store;
  }

  /** The clients' trust anchor. */
  KeyStore trustStore() throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setCertificateEntry("root", root);
    return store;
  }

  /** All of it on one line; {@link #decode} reads it. */
  String encode() throws GeneralSecurityException, IOException {
    KeyStore store = keyStore();
    store.setCertificateEntry("root", root);
    var out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  static Parties decode(String line) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Base64.getDecoder().decode(line)), PASSWORD);
    return new Parties(
        (PrivateKey) store.getKey("server", PASSWORD),
        Stream.of(store.getCertificateChain("server")).map(X509Certificate.class::cast).toList(),
        (X509Certificate) store.getCertificate("root"));
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  static final char[] PASSWORD = "heddle".toCharArray();
}
