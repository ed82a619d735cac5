package dev.heddle.demo.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates and keys of a benchmark's files, read by the JDK alone. */
final class PemFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /** The certificates of a file, in its order. */
  static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  /**
   * The key of a file, PKCS#8.
   *
   * @param algorithm EC or RSA
   */
  static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IOException("no private key in " + file);
    }
    byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** A key store of what the files have: a key with its chain. */
  static KeyStore keyStore(Path chain, Path key, char[] password)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> certificates = certificates(chain);
    String algorithm = certificates.getFirst().getPublicKey().getAlgorithm();
    KeyStore store = empty();
    store.setKeyEntry(
        "server", key(key, algorithm), password, certificates.toArray(X509Certificate[]::new));
    return store;
  }

  /** A key store of the certificates of a file, which are trusted. */
  static KeyStore trustStore(Path authorities) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (X509Certificate each : certificates(authorities)) {
      store.setCertificateEntry("authority " + store.size(), each);
    }
    return store;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private PemFiles() {}
}
