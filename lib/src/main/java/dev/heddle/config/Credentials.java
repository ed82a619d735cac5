package dev.heddle.config;

import dev.heddle.text.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A private key and the chain of certificates that belongs to it: {@code
 * SSL_CTX_use_certificate_chain_file(3)} and {@code SSL_CTX_use_PrivateKey_file(3)} in one.
 *
 * <p>That the key fits the leaf, and each certificate the next, is checked when an object is made;
 * what does not fit is refused with {@link ConfigException}. The key need not have an encoding: a
 * key of a token or of a system's store is used through its own provider. Immutable.
 */
public final class Credentials {

  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;
  private final byte[] ocspResponse;
  private final LazyDigest digest = new LazyDigest(this::digestOfChain);

  private Credentials(PrivateKey privateKey, List<X509Certificate> chain, byte[] ocspResponse) {
    this.privateKey = privateKey;
    this.chain = chain;
    this.ocspResponse = ocspResponse;
  }

  /**
   * From two PEM files, which may be the same one. The key is PKCS#8, PKCS#1 or SEC 1, not
   * encrypted.
   *
   * @param chain certificates, leaf first; blocks of other kinds are passed over
   * @param key the first private key in it is taken
   * @throws ConfigException naming the file that cannot be read or does not hold what it should, or
   *     both if they do not belong together
   */
  public static Credentials pem(Path chain, Path key) {
    return pem(chain, key, NO_PASSWORD);
  }

  /**
   * As {@link #pem(Path, Path, PemPasswordCallback)} with a password that is known.
   *
   * @param password not looked at if the key is not encrypted. Stays the caller's to wipe
   */
  public static Credentials pem(Path chain, Path key, char[] password) {
    return pem(chain, key, source -> password.clone());
  }

  /**
   * As {@link #pem(Path, Path)} from a key that may be encrypted: PKCS#8 with PBES2 (PBKDF2 or
   * scrypt), PBES1 with DES, or a PBE of PKCS#12; or the older form of OpenSSL, with {@code
   * DEK-Info}. How much work a file may ask for is bounded: 10 million iterations, 256 MB of memory
   * for scrypt.
   *
   * @param password asked at most once, and only if the key is encrypted: {@code
   *     SSL_CTX_set_default_passwd_cb(3)}
   * @throws ConfigException also if the password is missing or wrong, or the kind of encryption or
   *     its work is not accepted
   */
  public static Credentials pem(Path chain, Path key, PemPasswordCallback password) {
    byte[] keyBytes = InputFile.read(key);
    byte[] chainBytes = {};
    try {
      chainBytes = InputFile.read(chain);
      return pem(chainBytes, "file " + chain, keyBytes, "file " + key, password);
    } finally {
      Arrays.fill(keyBytes, (byte) 0);
      Arrays.fill(chainBytes, (byte) 0); // it may be a file of both
    }
  }

  /** As {@link #pem(Path, Path)} from two PEM texts. */
  public static Credentials pem(String chain, String key) {
    return pem(chain, key, NO_PASSWORD);
  }

  /** As {@link #pem(Path, Path, char[])} from two PEM texts. */
  public static Credentials pem(String chain, String key, char[] password) {
    return pem(chain, key, source -> password.clone());
  }

  /** As {@link #pem(Path, Path, PemPasswordCallback)} from two PEM texts. */
  public static Credentials pem(String chain, String key, PemPasswordCallback password) {
    byte[] keyBytes = key.getBytes(StandardCharsets.ISO_8859_1);
    byte[] chainBytes = chain.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return pem(chainBytes, keyBytes, password);
    } finally {
      Arrays.fill(keyBytes, (byte) 0);
      Arrays.fill(chainBytes, (byte) 0);
    }
  }

  /** As {@link #pem(Path, Path)} from two PEM texts in bytes, which stay the caller's to wipe. */
  public static Credentials pem(byte[] chain, byte[] key) {
    return pem(chain, key, NO_PASSWORD);
  }

  /** As {@link #pem(Path, Path, char[])} from two PEM texts in bytes, the caller's to wipe. */
  public static Credentials pem(byte[] chain, byte[] key, char[] password) {
    return pem(chain, key, source -> password.clone());
  }

  /**
   * As {@link #pem(Path, Path, PemPasswordCallback)} from two PEM texts in bytes, the caller's to
   * wipe.
   */
  public static Credentials pem(byte[] chain, byte[] key, PemPasswordCallback password) {
    return pem(chain, "the chain's PEM text", key, "the key's PEM text", password);
  }

  /**
   * From a PKCS#12 file (RFC 7292) with one private key.
   *
   * @param password of the file and of the key in it; null for none. Stays the caller's to wipe
   * @throws ConfigException naming the file if it cannot be opened with this password, or does not
   *     hold exactly one private key with its chain
   */
  public static Credentials pkcs12(Path file, char[] password) {
    return KeyStoreEntry.pkcs12(file, password);
  }

  /**
   * From an entry of a key store.
   *
   * @param store loaded
   * @param alias the entry; null for the only one that holds a private key
   * @param keyPassword the password of the entry; null for none. Stays the caller's to wipe
   * @throws ConfigException naming the alias if there is no such entry, if it holds no private key
   *     or the password is wrong; or naming the aliases if there are several and {@code alias} is
   *     null
   */
  public static Credentials keyStore(KeyStore store, String alias, char[] keyPassword) {
    return KeyStoreEntry.of(store, "the key store", alias, keyPassword);
  }

  /**
   * From a key and its certificates.
   *
   * @param privateKey with or without an encoding
   * @param chain leaf first, each certificate followed by that of its issuer; the root may be left
   *     out
   * @throws ConfigException if the chain is empty or out of order, or the key is not that of the
   *     leaf
   */
  public static Credentials of(PrivateKey privateKey, List<X509Certificate> chain) {
    return checked(privateKey, "the private key", chain, "the given chain");
  }

  /** The certificates, leaf first; unmodifiable, never empty. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /**
   * The same key and chain with an OCSP response about the leaf, for a server to staple: {@code
   * SSL_set_tlsext_status_ocsp_resp(3)}.
   *
   * @param response an OCSPResponse in DER (RFC 6960 section 4.2.1), copied; not checked further
   * @throws ConfigException if it is no DER at all, or longer than the 65531 bytes that fit into an
   *     extension
   */
  public Credentials withOcspResponse(byte[] response) {
    byte[] copy = response.clone();
    try {
      ByteBuffer der = ByteBuffer.wrap(copy);
      Der.next(der, Der.SEQUENCE);
      if (der.hasRemaining()) {
        throw new IllegalArgumentException("something follows");
      }
    } catch (RuntimeException e) {
      throw new ConfigException("the OCSP response is not in DER", e);
    }
    if (copy.length > MAX_OCSP_RESPONSE) {
      throw new ConfigException(
          "the OCSP response has " + copy.length + " bytes, more than " + MAX_OCSP_RESPONSE);
    }
    return new Credentials(privateKey, chain, copy);
  }

  /** The OCSP response to staple, a fresh copy, if there is one. */
  public Optional<byte[]> ocspResponse() {
    return Optional.ofNullable(ocspResponse).map(byte[]::clone);
  }

  /** The key; not necessarily one that has an encoding. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** A digest of the chain, which says who this is; neither key nor staple are part of it. */
  byte[] digest() {
    return digest.get();
  }

  private LabelledDigest digestOfChain() {
    LabelledDigest all = new LabelledDigest("chain");
    chain.forEach(certificate -> all.add("certificate", Der.encoding(certificate)));
    return all;
  }

  /** The leaf's subject, the kind of key and the length of the chain; nothing of the key itself. */
  @Override
  public String toString() {
    return "Credentials["
        + subject(chain.get(0))
        + ", "
        + privateKey.getAlgorithm()
        + ", chain of "
        + chain.size()
        + "]";
  }

  private static Credentials pem(
      byte[] chain,
      String chainSource,
      byte[] key,
      String keySource,
      PemPasswordCallback password) {
    List<X509Certificate> certificates = Pem.certificates(chain, chainSource);
    PrivateKey privateKey = PemKey.read(key, keySource, password);
    return checked(privateKey, "the private key in " + keySource, certificates, chainSource);
  }

  /**
   * What was read from one place, once it is found to fit.
   *
   * @param keyName what to call the key in messages
   * @param chainName what to call the chain
   */
  static Credentials checked(
      PrivateKey privateKey, String keyName, List<X509Certificate> given, String chainName) {
    Objects.requireNonNull(privateKey, "privateKey");
    List<X509Certificate> chain = List.copyOf(given);
    if (chain.isEmpty()) {
      throw new ConfigException("no certificate in " + chainName);
    }
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!KeyFit.issued(chain.get(i), chain.get(i + 1))) {
        throw new ConfigException(
            chainName
                + " is out of order: certificate "
                + (i + 2)
                + " ("
                + subject(chain.get(i + 1))
                + ") has not issued certificate "
                + (i + 1)
                + " ("
                + subject(chain.get(i))
                + ")");
      }
    }
    String misfit = KeyFit.misfit(privateKey, chain.get(0).getPublicKey());
    if (misfit != null) {
      throw new ConfigException(
          keyName
              + " does not fit the certificate of "
              + subject(chain.get(0))
              + " in "
              + chainName
              + ": "
              + misfit);
    }
    return new Credentials(privateKey, chain, null);
  }

  private static String subject(X509Certificate certificate) {
    return "'" + Printable.text(certificate.getSubjectX500Principal().getName()) + "'";
  }

  private static final PemPasswordCallback NO_PASSWORD = source -> null;

  /** RFC 8446 section 4.4.2: an extension has 65535 bytes, of which the status takes four. */
  private static final int MAX_OCSP_RESPONSE = 65531;
}
