package dev.heddle.jsse.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.jsse.HeddleProvider;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.file.Path;
import java.security.Security;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** MySQL Connector/J over this library. */
class MySqlSocketFactoryTest extends PluggedDriver {

  @Override
  protected String scheme() {
    return "jdbc:mysql";
  }

  @Override
  protected String serverVersion() {
    return "8.4.0";
  }

  @Override
  protected Properties options(Verifies verifies, Path trustStore, Path keyStore) {
    Properties options = new Properties();
    options.setProperty("socketFactory", MySqlSocketFactory.class.getName());
    options.setProperty(
        "sslMode",
        switch (verifies) {
          case NOTHING -> "REQUIRED";
          case AUTHORITY -> "VERIFY_CA";
          case ALL -> "VERIFY_IDENTITY";
        });
    if (trustStore != null) {
      options.setProperty("trustCertificateKeyStoreUrl", trustStore.toUri().toString());
      options.setProperty("trustCertificateKeyStoreType", "PKCS12");
      options.setProperty("trustCertificateKeyStorePassword", PASSWORD);
    }
    if (keyStore != null) {
      options.setProperty("clientCertificateKeyStoreUrl", keyStore.toUri().toString());
      options.setProperty("clientCertificateKeyStoreType", "PKCS12");
      options.setProperty("clientCertificateKeyStorePassword", PASSWORD);
    }
    return options;
  }

  @Test
  void versionsAndSuitesAreTheDriversOptions() throws Exception {
    try (FakeMySql server = server(TestCerts.localhost(KeyType.EC_P256), false)) {
      Properties options = options(Verifies.ALL, trust(TestCerts.root()), null);
      options.setProperty("tlsVersions", "TLSv1.2");
      reaches(server, options);
      assertEquals("TLSv1.2", server.handshakes().getFirst().protocol());
      options.setProperty("tlsCiphersuites", "TLS_RSA_WITH_RC4_128_SHA");
      refuses(server, options, "TLS_RSA_WITH_RC4_128_SHA");
    }
  }

  @Test
  void nobodyToTrustIsRefused() throws Exception {
    try (FakeMySql server = server(TestCerts.localhost(KeyType.EC_P256), false)) {
      Properties options = options(Verifies.ALL, null, null);
      options.setProperty("fallbackToSystemTrustStore", "false");
      refuses(server, options, "nobody to trust");
    }
  }

  /** Without our socket factory, as the driver does it by itself: a new context each time. */
  @Test
  void providerIsFoundByItsName() throws Exception {
    try (FakeMySql server = server(TestCerts.localhost(KeyType.EC_P256), false)) {
      Properties options = options(Verifies.ALL, trust(TestCerts.root()), null);
      options.remove("socketFactory");
      options.setProperty("sslContextProvider", HeddleProvider.NAME);
      Security.addProvider(new HeddleProvider());
      try {
        reaches(server, options);
        trust(TestCerts.make("somebody else").ca().build());
        refuses(server, options, "certificate");
      } finally {
        Security.removeProvider(HeddleProvider.NAME);
      }
    }
  }
}
