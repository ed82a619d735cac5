package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** Keys and anchors that the system properties {@code javax.net.ssl.…} name. */
final class DefaultStores {

  private DefaultStores() {}

  /** The last anchors that were read, since many contexts are made with the same ones. */
  private record Read(List<X509Certificate> anchors, Trust trust) {}

  private static final AtomicReference<Read> LAST =
      new AtomicReference<>(new Read(List.of(), null));

  /**
   * Whom the system trusts: {@code javax.net.ssl.trustStore…} as it is now, else what the JDK
   * ships. Unlike {@link Trust#system} it is read anew for each context, as with the JDK's own.
   *
   * @throws ConfigException if it cannot be read
   */
  static Trust trust() {
    String file = System.getProperty("javax.net.ssl.trustStore", "");
    if (!file.isEmpty() && !file.equals("NONE") && !Files.exists(Path.of(file))) {
      // The JDK would go on with the anchors it ships.
      throw new ConfigException(
          "javax.net.ssl.trustStore names " + file + ", which does not exist");
    }
    String algorithm = TrustManagerFactory.getDefaultAlgorithm();
    Provider provider = otherProvider(algorithm);
    if (provider == null) {
      throw new ConfigException("no provider has the TrustManagerFactory " + algorithm);
    }
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance(algorithm, provider);
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return of(List.of(x509.getAcceptedIssuers()));
        }
      }
      return Trust.none();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new ConfigException("cannot read the default trust store " + file + ": " + e, e);
    }
  }

  private static Trust of(List<X509Certificate> anchors) {
    Read last = LAST.get();
    if (last.anchors.equals(anchors) && last.trust != null) {
      return last.trust;
    }
    Read read = new Read(anchors, Trust.of(anchors));
    LAST.set(read);
    return read.trust;
  }

  /**
   * Whom a key store trusts, as JSSE reads it: the certificates, and the first one of each key.
   *
   * @throws KeyStoreException if it is not loaded
   */
  static Trust trust(KeyStore store) throws KeyStoreException {
    List<X509Certificate> anchors = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate x509) {
        anchors.add(x509);
      }
    }
    return Trust.of(anchors);
  }

  /** The first provider of a factory for trust managers that is not this library; null if none. */
  static Provider otherProvider(String algorithm) {
    Provider[] all = Security.getProviders("TrustManagerFactory." + algorithm);
    for (Provider provider : all == null ? new Provider[0] : all) {
      if (!(provider instanceof HeddleProvider)) {
        return provider;
      }
    }
    return null;
  }

  /**
   * The keys of {@code javax.net.ssl.keyStore}, with {@code keyStoreType}, {@code keyStoreProvider}
   * and {@code keyStorePassword}.
   *
   * @return null if no store is named
   * @throws ConfigException naming the store that cannot be read
   */
  static X509KeyManager keyManager() {
    String file = System.getProperty("javax.net.ssl.keyStore", "");
    String type = System.getProperty("javax.net.ssl.keyStoreType", KeyStore.getDefaultType());
    String provider = System.getProperty("javax.net.ssl.keyStoreProvider", "");
    boolean token = type.equalsIgnoreCase("PKCS11");
    if (token && !file.equals("NONE")) {
      throw new ConfigException(
          "javax.net.ssl.keyStore must be NONE where javax.net.ssl.keyStoreType is PKCS11, not "
              + file);
    }
    if (file.isEmpty()) {
      return null;
    }
    String secret = System.getProperty("javax.net.ssl.keyStorePassword", "");
    char[] password = secret.isEmpty() ? null : secret.toCharArray();
    try (InputStream content = file.equals("NONE") ? null : Files.newInputStream(Path.of(file))) {
      KeyStore store =
          provider.isEmpty() ? KeyStore.getInstance(type) : KeyStore.getInstance(type, provider);
      store.load(content, password);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, token ? null : password);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509KeyManager x509) {
          return x509;
        }
      }
      return null;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new ConfigException("cannot read javax.net.ssl.keyStore " + file + ": " + e, e);
    } finally {
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }
}
