package dev.heddle.jsse.mariadb;

import dev.heddle.jsse.HeddleProvider;
import dev.heddle.jsse.plug.SettingsKey;
import dev.heddle.jsse.plug.Shared;
import dev.heddle.jsse.plug.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.export.SslMode;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * MariaDB Connector/J's TLS over this library: {@code tlsSocketType=Heddle}. The driver makes one
 * for each connection and asks it for trust, for keys and for the socket, in this order; equal
 * settings share a context, and so resume each other's sessions.
 *
 * <p>The driver's own options decide: {@code sslMode}, {@code serverSslCert}, {@code trustStore},
 * {@code keyStore} and so on. With {@code verify-full} the name is checked within the handshake,
 * and by the driver after it. Where the driver's own plug-in, with {@code verify-ca} and {@code
 * verify-full}, lets a certificate pass that nobody vouches for, for the password to prove the
 * server later, this one does not.
 *
 * <p>On the class path the driver finds it. As a module the driver looks for plug-ins in modules
 * that provide them, and this library's does not, for then it would not start without the driver: a
 * program of modules has a class that extends this one, and its module provides that one.
 */
@SuppressWarnings("exports") // whoever extends this class has the driver
public class MariaDbTlsPlugin extends DefaultTlsSocketPlugin {

  /** What equal settings share. */
  private record Plugged(KeyManager[] keys, TrustManager[] trust, SSLContext context) {}

  private static final Shared<Plugged> PLUGGED = new Shared<>(64);

  private Plugged plugged; // null until trust is asked for
  private HostAddress server;
  private boolean checksName;

  /** For the driver, which finds it by its {@link #type}. */
  public MariaDbTlsPlugin() {}

  @Override
  public String type() {
    return HeddleProvider.NAME;
  }

  @Override
  public TrustManager[] getTrustManager(
      Configuration conf, ExceptionFactory exceptions, HostAddress address) throws SQLException {
    SslMode mode = address.sslMode == null ? conf.sslMode() : address.sslMode;
    plugged = PLUGGED.get(key(conf, mode), () -> plug(conf, exceptions, address, mode));
    server = address;
    checksName = mode == SslMode.VERIFY_FULL;
    return plugged.trust;
  }

  @Override
  public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions)
      throws SQLException {
    return plugged == null ? super.getKeyManager(conf, exceptions) : plugged.keys;
  }

  /** Ignores the given factory, which the driver made of the managers with the JDK's TLS. */
  @Override
  public SSLSocket createSocket(Socket socket, SSLSocketFactory ignored) throws IOException {
    if (plugged == null) {
      throw new SSLException("the driver asked for a socket before it asked for trust");
    }
    SSLSocketFactory factory = plugged.context.getSocketFactory();
    SSLSocket made = (SSLSocket) factory.createSocket(socket, server.host, socket.getPort(), true);
    if (checksName) {
      SSLParameters parameters = made.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      made.setSSLParameters(parameters);
    }
    return made;
  }

  private Plugged plug(
      Configuration conf, ExceptionFactory exceptions, HostAddress address, SslMode mode)
      throws SQLException {
    KeyManager[] keys = super.getKeyManager(conf, exceptions);
    try {
      HeddleProvider heddle = new HeddleProvider();
      TrustManager[] trust =
          mode == SslMode.TRUST
              ? super.getTrustManager(conf, exceptions, address)
              : Stores.trust(heddle, anchors(conf));
      return new Plugged(keys, trust, Stores.context(heddle, keys, trust));
    } catch (GeneralSecurityException | IOException e) {
      throw exceptions.create(
          "cannot use " + anchorsName(conf) + ": " + e.getMessage(), NO_CONNECTION, e);
    }
  }

  /** Null for those of the system. */
  private static KeyStore anchors(Configuration conf)
      throws SQLException, GeneralSecurityException, IOException {
    if (conf.trustStore() != null) {
      return Stores.read(conf.trustStore(), conf.trustStoreType(), null, conf.trustStorePassword());
    }
    if (conf.serverSslCert() != null) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      try (InputStream in = open(conf.serverSslCert())) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("server-" + count++, each);
        }
      }
      if (count == 0) {
        throw new IOException("there is no certificate in it");
      }
      return store;
    }
    if (!conf.fallbackToSystemTrustStore()) {
      throw new SQLException(
          "nobody to trust: no serverSslCert, no trustStore, and fallbackToSystemTrustStore=false",
          NO_CONNECTION);
    }
    return null;
  }

  private static String anchorsName(Configuration conf) {
    if (conf.trustStore() != null) {
      return "trustStore " + conf.trustStore();
    }
    return conf.serverSslCert() == null
        ? "the system's trust store"
        : "serverSslCert " + (isPem(conf.serverSslCert()) ? "" : conf.serverSslCert());
  }

  private static InputStream open(String certificate) throws IOException {
    return isPem(certificate)
        ? new ByteArrayInputStream(certificate.getBytes(StandardCharsets.ISO_8859_1))
        : Stores.open(certificate);
  }

  private static boolean isPem(String certificate) {
    return certificate.startsWith("-----");
  }

  private static String key(Configuration conf, SslMode mode) {
    SettingsKey key =
        new SettingsKey()
            .add("trusts all", mode == SslMode.TRUST)
            .add("serverSslCert", conf.serverSslCert())
            .add("trustStoreType", conf.trustStoreType())
            .add("trustStorePassword", conf.trustStorePassword())
            .add("keyStoreType", conf.keyStoreType())
            .add("keyStorePassword", conf.keyStorePassword())
            .add("keyPassword", conf.keyPassword())
            .add("system's trust", conf.fallbackToSystemTrustStore())
            .add("system's keys", conf.fallbackToSystemKeyStore());
    if (conf.serverSslCert() != null && !isPem(conf.serverSslCert())) {
      key.addContent(() -> Stores.open(conf.serverSslCert()));
    }
    store(key, "trustStore", conf.trustStore());
    store(key, "keyStore", conf.keyStore());
    for (String property : new String[] {"keyStore", "keyStoreType", "keyStorePassword"}) {
      key.add(property, System.getProperty("javax.net.ssl." + property));
    }
    return key.finish();
  }

  private static void store(SettingsKey key, String name, String location) {
    key.add(name, location);
    if (location != null) {
      key.addContent(() -> Stores.open(location));
    }
  }

  /** SQL's class for connection exceptions. */
  private static final String NO_CONNECTION = "08000";
}
