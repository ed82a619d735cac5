package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Keys and anchors that the system properties {@code javax.net.ssl.…} name. */
final class DefaultStores {

  private DefaultStores() {}

  /** Whom the system trusts. */
  static Trust trust() {
    return Trust.system();
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
