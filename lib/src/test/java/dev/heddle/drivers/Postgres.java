package dev.heddle.drivers;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.ssl.WrappedFactory;

/** How pgjdbc is told what to connect with. */
public final class Postgres {

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("org.postgresql.ssl");

  static {
    LOGGER.setLevel(Level.OFF); // it logs wrong names beside throwing them
  }

  /** The driver makes its factory by name, so one that exists is handed over under a key. */
  private static final Map<String, SSLSocketFactory> FACTORIES = new ConcurrentHashMap<>();

  /** The factory that lies under the key. */
  public static final class Factory extends WrappedFactory {
    /**
     * Called by the driver.
     *
     * @param key its {@code sslfactoryarg}
     */
    public Factory(String key) {
      factory = FACTORIES.get(key);
    }
  }

  /** Before TLS the client asks for it with eight bytes, and the server says S. */
  static final TlsFront.Preamble PREAMBLE =
      (client, server) -> {
        copy(client, server, 8);
        copy(server, client, 1);
      };

  private static void copy(Socket from, Socket to, int count) throws IOException {
    byte[] bytes = from.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("hung up before TLS");
    }
    to.getOutputStream().write(bytes);
  }

  /** What the driver needs to verify the server in full, over that context. */
  static Properties properties(SSLContext context) {
    return properties(context.getSocketFactory());
  }

  /** The same, over that factory. */
  public static Properties properties(SSLSocketFactory factory) {
    String key = UUID.randomUUID().toString();
    FACTORIES.put(key, factory);
    Properties properties = new Properties();
    properties.setProperty("user", PostgresServer.USER);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslfactory", Factory.class.getName());
    properties.setProperty("sslfactoryarg", key);
    return properties;
  }

  /** Writes the files that {@link #byName} names. */
  static void writeFiles(Path directory) throws IOException {
    Files.writeString(directory.resolve("root.pem"), Pki.root().certificatePem());
    for (Scenario each : Scenario.values()) {
      Identity client = Pki.client(each);
      if (client != null) {
        Files.writeString(directory.resolve(each + ".pem"), client.chainPem());
        Path key = Files.writeString(directory.resolve(each + ".key"), client.keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  /** What tells the driver to make the face's factory by its name, which then reads files. */
  static Properties byName(Path directory, Scenario scenario) {
    Properties properties = new Properties();
    properties.setProperty("sslfactory", Face.tested().factoryName());
    properties.setProperty("sslrootcert", directory.resolve("root.pem").toString());
    if (Pki.client(scenario) == null) {
      properties.setProperty("sslcert", "");
      properties.setProperty("sslkey", "");
    } else {
      properties.setProperty("sslcert", directory.resolve(scenario + ".pem").toString());
      properties.setProperty("sslkey", directory.resolve(scenario + ".key").toString());
    }
    return properties;
  }

  /** Connects to localhost. */
  public static Connection connect(int port, Properties properties) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/postgres", properties);
  }

  private Postgres() {}
}
