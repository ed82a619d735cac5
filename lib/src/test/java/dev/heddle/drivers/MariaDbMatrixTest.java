package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The matrix for MariaDB's and MySQL's Connector/J and a MariaDB, for each way to plug in. */
class MariaDbMatrixTest {

  private static MariaDbServer server;
  private static Stores stores;
  private static Provider added;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    stores = Stores.write(directory);
    server = MariaDbServer.start();
    added = Face.tested().provider();
    Security.addProvider(added);
  }

  @AfterAll
  static void stop() throws Exception {
    if (Face.tested() == Face.HEDDLE) {
      Security.removeProvider(added.getName());
    }
    if (server != null) {
      server.close();
    }
  }

  /** Both drivers make managers of their own, from files: the context given is of no use. */
  private abstract static class Matrix extends JdbcMatrix {

    @Override
    protected JdbcSession open(SSLContext context, Scenario scenario, Duration readTimeout)
        throws Exception {
      Properties properties = properties(stores.trust(), stores.client(scenario));
      properties.setProperty(
          "user",
          scenario.wantsClientCertificate() ? MariaDbServer.CERTIFIED_USER : MariaDbServer.USER);
      if (readTimeout != null) {
        properties.setProperty("socketTimeout", String.valueOf(readTimeout.toMillis()));
      }
      return switch (scenario) {
        case WRONG_CA, EXPIRED, WRONG_NAME -> {
          try (TlsFront front =
              new TlsFront(Pki.server(scenario), server.port(), MySqlProtocol.PREAMBLE)) {
            yield session(front.port(), properties);
          }
        }
        default -> session(server.port(), properties);
      };
    }

    private JdbcSession session(int port, Properties properties) throws Exception {
      String url = scheme() + "://localhost:" + port + "/";
      return new JdbcSession(DriverManager.getConnection(url, properties), "select sleep(30)");
    }

    @Override
    int sleepers(Connection connection) throws SQLException {
      return JdbcSession.number(
          connection,
          "select count(*) from information_schema.processlist where state = 'User sleep'");
    }

    abstract String scheme();

    /**
     * What plugs the face in.
     *
     * @param client the store with what the client shows; null for nothing
     */
    abstract Properties properties(Path trust, Path client);

    /** The words are ours: it is our socket that the driver has. */
    @Override
    protected String strangeClientCertificateText() {
      return "the peer refuses our certificate 'CN=client': it does not trust the issuer";
    }

    @Override
    protected String noClientCertificateText() {
      return "Access denied";
    }
  }

  /**
   * MariaDB's driver, with a plug-in for its TLS sockets. Its close is no way to end a query: it
   * reads from the socket underneath, and waits until whoever reads there already has done so.
   */
  @Nested
  class MariaDb extends Matrix {

    @Override
    String scheme() {
      return "jdbc:mariadb";
    }

    @Override
    Properties properties(Path trust, Path client) {
      Properties properties = new Properties();
      properties.setProperty("sslMode", "verify-full");
      properties.setProperty("trustStore", trust.toString());
      properties.setProperty("trustStorePassword", Stores.PASSWORD);
      if (client != null) {
        properties.setProperty("keyStore", client.toString());
        properties.setProperty("keyStorePassword", Stores.PASSWORD);
      }
      if (Face.tested() == Face.HEDDLE) {
        properties.setProperty("tlsSocketType", "Heddle");
      }
      return properties;
    }
  }

  /** MySQL's driver, which takes the name of a provider. */
  @Nested
  class MySql extends Matrix {

    @Override
    String scheme() {
      return "jdbc:mysql";
    }

    @Override
    Properties properties(Path trust, Path client) {
      Properties properties = new Properties();
      properties.setProperty("sslMode", "VERIFY_IDENTITY");
      properties.setProperty("sslContextProvider", added.getName());
      properties.setProperty("trustCertificateKeyStoreUrl", trust.toUri().toString());
      properties.setProperty("trustCertificateKeyStoreType", "PKCS12");
      properties.setProperty("trustCertificateKeyStorePassword", Stores.PASSWORD);
      if (client != null) {
        properties.setProperty("clientCertificateKeyStoreUrl", client.toUri().toString());
        properties.setProperty("clientCertificateKeyStoreType", "PKCS12");
        properties.setProperty("clientCertificateKeyStorePassword", Stores.PASSWORD);
      }
      return properties;
    }

    /** This driver's close waits for the lock that the query holds, and abort frees both. */
    @Test
    void abortFreesAQueryAndAClose() throws Exception {
      JdbcSession session = open();
      Blocked query = Blocked.virtually(session::askInVain).untilReading();
      Blocked close = Blocked.virtually(session.connection()::close);
      session.disconnect();
      query.ended();
      close.join();
      assertTrue(session.isClosed());
    }
  }

  /** MySQL's driver with a socket factory in place of its own. */
  @Nested
  class MySqlSocketFactory extends MySql {
    @Override
    Properties properties(Path trust, Path client) {
      Properties properties = super.properties(trust, client);
      if (Face.tested() == Face.HEDDLE) {
        properties.remove("sslContextProvider");
        properties.setProperty("socketFactory", "dev.heddle.jsse.mysql.MySqlSocketFactory");
      }
      return properties;
    }
  }
}
