package dev.heddle.jsse.mysql;

import com.mysql.cj.conf.PropertyDefinitions.SslMode;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.exceptions.ExceptionFactory;
import com.mysql.cj.exceptions.ExceptionInterceptor;
import com.mysql.cj.exceptions.SSLParamsException;
import dev.heddle.jsse.HeddleProvider;
import dev.heddle.jsse.plug.SettingsKey;
import dev.heddle.jsse.plug.Shared;
import dev.heddle.jsse.plug.Stores;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What MySQL Connector/J's options say of trust and keys, and the context that comes of it. */
final class MySqlSettings {

  /** A key store that an option or a system property names. */
  private record Store(String option, String url, String type, String password) {}

  private static final Shared<SSLContext> CONTEXTS = new Shared<>(64);

  private final ExceptionInterceptor interceptor;
  private final SslMode mode;
  private final boolean verifies;
  private final Store trust; // null for the system's own
  private final Store keys; // null for none
  private final boolean systemTrust;
  private final String storeProvider;
  private final String keyProvider;
  private final String trustProvider;

  MySqlSettings(PropertySet properties, ExceptionInterceptor interceptor) {
    this.interceptor = interceptor;
    mode = properties.<SslMode>getEnumProperty(PropertyKey.sslMode).getValue();
    verifies =
        mode == SslMode.VERIFY_CA
            || mode == SslMode.VERIFY_IDENTITY
            || properties.getBooleanProperty(PropertyKey.fipsCompliantJsse).getValue();
    systemTrust = properties.getBooleanProperty(PropertyKey.fallbackToSystemTrustStore).getValue();
    trust =
        store(
            properties,
            PropertyKey.trustCertificateKeyStoreUrl,
            PropertyKey.trustCertificateKeyStoreType,
            PropertyKey.trustCertificateKeyStorePassword);
    Store named =
        store(
            properties,
            PropertyKey.clientCertificateKeyStoreUrl,
            PropertyKey.clientCertificateKeyStoreType,
            PropertyKey.clientCertificateKeyStorePassword);
    boolean systemKeys =
        properties.getBooleanProperty(PropertyKey.fallbackToSystemKeyStore).getValue();
    keys = named != null || !systemKeys ? named : systemKeys();
    storeProvider = text(properties, PropertyKey.keyStoreProvider);
    keyProvider = text(properties, PropertyKey.keyManagerFactoryProvider);
    trustProvider = text(properties, PropertyKey.trustManagerFactoryProvider);
  }

  /** Null if no URL is given. */
  private static Store store(
      PropertySet properties, PropertyKey url, PropertyKey type, PropertyKey password) {
    String location = text(properties, url);
    return location == null
        ? null
        : new Store(url.name(), location, text(properties, type), text(properties, password));
  }

  /** Null if there are none. */
  private static Store systemKeys() {
    String file = System.getProperty("javax.net.ssl.keyStore");
    return file == null || file.isEmpty()
        ? null
        : new Store(
            "javax.net.ssl.keyStore",
            file,
            System.getProperty("javax.net.ssl.keyStoreType"),
            System.getProperty("javax.net.ssl.keyStorePassword"));
  }

  /** Null for an empty one. */
  private static String text(PropertySet properties, PropertyKey key) {
    String value = properties.getStringProperty(key).getValue();
    return value == null || value.isEmpty() ? null : value;
  }

  /** Whether the certificate has to be for the host that was asked for. */
  boolean checksName() {
    return mode == SslMode.VERIFY_IDENTITY;
  }

  /**
   * The context of these settings; the same one for equal settings.
   *
   * @throws SSLParamsException naming what cannot be used
   */
  SSLContext context() {
    return CONTEXTS.get(key(), this::make);
  }

  private String key() {
    SettingsKey key =
        new SettingsKey()
            .add("verifies", verifies)
            .add("systemTrust", systemTrust)
            .add("storeProvider", storeProvider)
            .add("keyProvider", keyProvider)
            .add("trustProvider", trustProvider);
    add(key, trust);
    add(key, keys);
    return key.finish();
  }

  private static void add(SettingsKey key, Store store) {
    key.add("store", store == null ? null : store.url);
    if (store != null) {
      key.add("type", store.type).add("password", store.password);
      key.addContent(() -> Stores.open(store.url));
    }
  }

  private SSLContext make() {
    HeddleProvider heddle = new HeddleProvider();
    KeyManager[] managers = keys == null ? null : use(keys.option + " " + keys.url, this::keys);
    String trustName = trust == null ? "the system's trust store" : trust.option + " " + trust.url;
    TrustManager[] trusted =
        verifies
            ? use(trustName, () -> trust(heddle))
            : new TrustManager[] {new InsecureTrustManager()};
    return use("the context", () -> Stores.context(heddle, managers, trusted));
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException {
    String algorithm = KeyManagerFactory.getDefaultAlgorithm();
    KeyManagerFactory factory =
        keyProvider == null
            ? KeyManagerFactory.getInstance(algorithm)
            : KeyManagerFactory.getInstance(algorithm, keyProvider);
    char[] password = keys.password == null ? new char[0] : keys.password.toCharArray();
    factory.init(Stores.read(keys.url, keys.type, storeProvider, keys.password), password);
    return factory.getKeyManagers();
  }

  private TrustManager[] trust(Provider heddle) throws GeneralSecurityException, IOException {
    if (trust == null && !systemTrust) {
      throw new GeneralSecurityException(
          "there is nobody to trust: no trustCertificateKeyStoreUrl, and"
              + " fallbackToSystemTrustStore=false");
    }
    KeyStore anchors =
        trust == null ? null : Stores.read(trust.url, trust.type, storeProvider, trust.password);
    if (trustProvider == null) {
      return Stores.trust(heddle, anchors);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm(), trustProvider);
    factory.init(anchors);
    return factory.getTrustManagers();
  }

  @FunctionalInterface
  private interface Use<T> {
    T make() throws GeneralSecurityException, IOException;
  }

  private <T> T use(String what, Use<T> use) {
    try {
      return use.make();
    } catch (GeneralSecurityException | IOException e) {
      throw ExceptionFactory.createException(
          SSLParamsException.class, "cannot use " + what + ": " + e.getMessage(), e, interceptor);
    }
  }
}
