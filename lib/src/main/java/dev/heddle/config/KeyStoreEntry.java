package dev.heddle.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Credentials from an entry of a key store. */
final class KeyStoreEntry {

  private KeyStoreEntry() {}

  /** The only private key of a PKCS#12 file. */
  static Credentials pkcs12(Path file, char[] password) {
    byte[] content = InputFile.read(file);
    String source = "PKCS#12 file " + file;
    KeyStore store;
    try {
      store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException("cannot open " + source + ": " + why(e, content), e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
    return of(store, source, null, password);
  }

  private static String why(Exception e, byte[] content) {
    if (e.getCause() instanceof UnrecoverableKeyException) {
      return "the password is wrong";
    }
    if (content.length == 0) {
      return "it is empty";
    }
    if (new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
      return "it looks like PEM, which Credentials.pem reads";
    }
    return content[0] == 0x30 ? e.toString() : "it does not look like PKCS#12";
  }

  /**
   * One entry.
   *
   * @param source what to call the store in messages
   * @param alias null for the only entry that holds a private key
   */
  static Credentials of(KeyStore store, String source, String alias, char[] keyPassword) {
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
      return Credentials.checked(privateKey, "the private key of " + named, chain, named);
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
}
