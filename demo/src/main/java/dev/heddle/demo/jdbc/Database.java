package dev.heddle.demo.jdbc;

import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.demo.common.Pem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A PostgreSQL in processes of its own, on a port of loopback, with a certificate that was made on
 * the spot. It lets a user in who comes over TLS.
 */
final class Database implements AutoCloseable {

  static final String USER = "visitor";

  private final EmbeddedPostgres server;
  private final Path authority;

  private Database(EmbeddedPostgres server, Path authority) {
    this.server = server;
    this.authority = authority;
  }

  /**
   * Starts it; returns when it answers, after some seconds.
   *
   * @param connections how many it takes at the same time
   * @throws IOException if it does not start
   */
  static Database start(int connections) throws IOException {
    // Its starter logs, and nobody listens: say nothing of it.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    MadeUpCertificates certificates = MadeUpCertificates.make();
    Path authority = Files.createTempFile("heddle-demo", ".pem");
    EmbeddedPostgres server = null;
    try {
      Files.writeString(authority, certificate(certificates.authority()));
      server =
          EmbeddedPostgres.builder()
              .setPGStartupWait(PATIENCE)
              .setDataDirectoryCustomizer(directory -> write(directory, certificates))
              .setServerConfig("listen_addresses", "localhost")
              .setServerConfig("max_connections", String.valueOf(connections + RESERVE))
              .setServerConfig("fsync", "off")
              .setServerConfig("ssl", "on")
              .setServerConfig("ssl_cert_file", "chain.pem")
              .setServerConfig("ssl_key_file", "key.pem")
              .start();
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create role " + USER + " login");
      }
      return new Database(server, authority);
    } catch (IOException | SQLException | RuntimeException e) {
      Files.delete(authority);
      if (server != null) {
        server.close();
      }
      throw new IOException("the database does not start: " + e.getMessage(), e);
    }
  }

  private static void write(File directory, MadeUpCertificates certificates) {
    Path data = directory.toPath();
    try {
      Files.writeString(
          data.resolve("chain.pem"), certificate(certificates.server().chain().getFirst()));
      Path key = data.resolve("key.pem");
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(key, Pem.key(certificates.server().privateKey()));
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          host    all postgres localhost trust
          hostssl all %s localhost trust
          """
              .formatted(USER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String certificate(X509Certificate certificate) throws IOException {
    try {
      return Pem.certificate(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IOException("a certificate made here has no encoding", e);
    }
  }

  String url() {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
  }

  /** The file of the certificate that is to be trusted. */
  Path authority() {
    return authority;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(authority);
  }

  /** For those who look after the server. */
  private static final int RESERVE = 10;

  /** A machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);
}
