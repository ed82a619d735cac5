package dev.heddle.config;

import dev.heddle.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

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

  private Credentials(PrivateKey privateKey, List<X509Certificate> chain) {
    this.privateKey = privateKey;
    this.chain = chain;
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
    byte[] keyBytes = read(key);
    try {
      return pem(read(chain), "file " + chain, keyBytes, "file " + key);
    } finally {
      Arrays.fill(keyBytes, (byte) 0);
    }
  }

  /** As {@link #pem(Path, Path)} from two PEM texts. */
  public static Credentials pem(String chain, String key) {
    byte[] keyBytes = key.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return pem(chain.getBytes(StandardCharsets.ISO_8859_1), keyBytes);
    } finally {
      Arrays.fill(keyBytes, (byte) 0);
    }
  }

  /** As {@link #pem(Path, Path)} from two PEM texts in bytes, which stay the caller's to wipe. */
  public static Credentials pem(byte[] chain, byte[] key) {
    return pem(chain, "the chain's PEM text", key, "the key's PEM text");
  }

  /**
   * From a PKCS#12 file (RFC 7292) with one private key.
   *
   * @param password of the file and of the key in it; null for none. Stays the caller's to wipe
   * @throws ConfigException naming the file if it cannot be opened with this password, or does not
   *     hold exactly one private key with its chain
   */
  public static Credentials pkcs12(Path file, char[] password) {
    KeyStore store;
    try (InputStream in = Files.newInputStream(file)) {
      store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
    } catch (IOException | GeneralSecurityException e) {
      String why =
          e.getCause() instanceof UnrecoverableKeyException
              ? "the password is wrong"
              : e.toString();
      throw new ConfigException("cannot open PKCS#12 file " + file + ": " + why, e);
    }
    return keyStore(store, "PKCS#12 file " + file, null, password);
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
    return keyStore(store, "the key store", alias, keyPassword);
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

  /** The key; not necessarily one that has an encoding. */
  public PrivateKey privateKey() {
    return privateKey;
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

  private static Credentials pem(byte[] chain, String chainSource, byte[] key, String keySource) {
    List<X509Certificate> certificates = Pem.certificates(chain, chainSource);
    PrivateKey privateKey = Pem.privateKey(key, keySource);
    return checked(privateKey, "the private key in " + keySource, certificates, chainSource);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException("cannot read file " + file + ": " + e, e);
    }
  }

  private static Credentials keyStore(
      KeyStore store, String source, String alias, char[] keyPassword) {
    try {
      String entry = alias != null ? alias : onlyKeyEntry(store, source);
      String named = "entry '" + entry + "' of " + source;
      if (!store.containsAlias(entry)) {
        throw new ConfigException(
            "no entry '"
                + entry
                + "' in "
                + source
                + "; it has "
                + Collections.list(store.aliases()));
      }
      Key key = store.getKey(entry, keyPassword);
      if (!(key instanceof PrivateKey privateKey)) {
        throw new ConfigException(named + " holds no private key");
      }
      List<X509Certificate> chain = new ArrayList<>();
      Certificate[] certificates = store.getCertificateChain(entry);
      for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
        if (!(certificate instanceof X509Certificate x509)) {
          throw new ConfigException(
              named + " has a certificate of type " + certificate.getType() + ", not X.509");
        }
        chain.add(x509);
      }
      return checked(privateKey, "the private key of " + named, chain, named);
    } catch (UnrecoverableKeyException e) {
      throw new ConfigException(
          "cannot read the private key of "
              + (alias == null ? "the only entry" : "entry '" + alias + "'")
              + " of "
              + source
              + ": the password is wrong",
          e);
    } catch (GeneralSecurityException e) {
      throw new ConfigException("cannot read " + source + ": " + e, e);
    }
  }

  private static String onlyKeyEntry(KeyStore store, String source) throws KeyStoreException {
    List<String> aliases = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        aliases.add(alias);
      }
    }
    if (aliases.size() == 1) {
      return aliases.get(0);
    }
    throw new ConfigException(
        aliases.isEmpty()
            ? source + " holds no private key"
            : source + " holds several private keys: choose one of " + aliases);
  }

  private static Credentials checked(
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
    return new Credentials(privateKey, chain);
  }

  private static String subject(X509Certificate certificate) {
    return "'" + Printable.text(certificate.getSubjectX500Principal().getName()) + "'";
  }
}
