package dev.heddle.jsse.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.jsse.mysql.FakeMySql;
import dev.heddle.jsse.mysql.PluggedDriver;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** MariaDB Connector/J over this library. */
class MariaDbTlsPluginTest extends PluggedDriver {

  @Override
  protected String scheme() {
    return "jdbc:mariadb";
  }

  @Override
  protected String serverVersion() {
    return "11.4.5-MariaDB";
  }

  @Override
  protected Properties options(Verifies verifies, Path trustStore, Path keyStore) {
    Properties options = new Properties();
    options.setProperty("tlsSocketType", "Heddle");
    options.setProperty(
        "sslMode",
        switch (verifies) {
          case NOTHING -> "trust";
          case AUTHORITY -> "verify-ca";
          case ALL -> "verify-full";
        });
    if (trustStore != null) {
      options.setProperty("trustStore", trustStore.toString());
      options.setProperty("trustStoreType", "PKCS12");
      options.setProperty("trustStorePassword", PASSWORD);
    }
    if (keyStore != null) {
      options.setProperty("keyStore", keyStore.toUri().toString());
      options.setProperty("keyStoreType", "PKCS12");
      options.setProperty("keyStorePassword", PASSWORD);
    }
    return options;
  }

  @Test
  void serverCertificateIsAFileOrItsText() throws Exception {
    String pem = TestCerts.root().certificatePem();
    Path file = Files.writeString(directory.resolve("root.pem"), pem);
    try (FakeMySql server = server(TestCerts.localhost(KeyType.EC_P256), false)) {
      for (String certificate : new String[] {file.toString(), file.toUri().toString(), pem}) {
        Properties options = options(Verifies.ALL, null, null);
        options.setProperty("serverSslCert", certificate);
        reaches(server, options);
      }
    }
  }

  @Test
  void serverCertificateMayBeTheServersOwn() throws Exception {
    Identity self = TestCerts.make("localhost").dns("localhost").build();
    try (FakeMySql server = server(self, false)) {
      Properties options = options(Verifies.ALL, null, null);
      refuses(server, options, "certificate");
      options.setProperty("serverSslCert", self.certificatePem());
      reaches(server, options);
    }
  }

  @Test
  void fileWithoutACertificateIsNamed() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    try (FakeMySql server = server(TestCerts.localhost(KeyType.EC_P256), false)) {
      Properties options = options(Verifies.ALL, null, null);
      options.setProperty("serverSslCert", empty.toString());
      refuses(server, options, empty + ": there is no certificate in it");
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

  @Test
  void versionsAreTheDriversOptions() throws Exception {
    try (FakeMySql server = server(TestCerts.localhost(KeyType.EC_P256), false)) {
      Properties options = options(Verifies.ALL, trust(TestCerts.root()), null);
      options.setProperty("enabledSslProtocolSuites", "TLSv1.2");
      reaches(server, options);
      assertEquals("TLSv1.2", server.handshakes().getFirst().protocol());
    }
  }

  @Test
  void socketWithoutTrustIsRefused() throws Exception {
    try (Ends.Sockets sockets = Ends.Sockets.open()) {
      assertThrows(
          SSLException.class,
          () ->
              new MariaDbTlsPlugin()
                  .createSocket(sockets.one(), (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }
  }
}
