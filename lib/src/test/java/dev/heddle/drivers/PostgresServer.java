package dev.heddle.drivers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * A PostgreSQL with TLS, in processes of its own on a port of loopback.
 *
 * <p>It lets in over TLS alone: {@code anybody} as he is, and {@code client} with a certificate of
 * that common name. The server does not run as root, so where the test does, the library that
 * starts it does so in a user namespace.
 */
public final class PostgresServer implements AutoCloseable {

  static final String USER = "anybody";
  static final String CERTIFIED_USER = "client";

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts it; returns when it answers, after some seconds. */
  public static PostgresServer start() throws Exception {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectoryCustomizer(PostgresServer::write)
            .setPGStartupWait(Duration.ofSeconds(45))
            .setServerConfig("listen_addresses", "localhost")
            .setServerConfig("max_connections", "230")
            .setServerConfig("fsync", "off")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", "chain.pem")
            .setServerConfig("ssl_key_file", "key.pem")
            .setServerConfig("ssl_ca_file", "root.pem")
            .start();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create role " + USER + " login");
      statement.execute("create role " + CERTIFIED_USER + " login");
      statement.execute("grant create on schema public to " + USER);
    }
    return new PostgresServer(server);
  }

  private static void write(File directory) {
    try {
      Path data = directory.toPath();
      Pki.write(Pki.server(Scenario.GOOD), data);
      Files.setPosixFilePermissions(
          data.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          host    all postgres localhost trust
          hostssl all %s localhost trust
          hostssl all %s localhost cert
          """
              .formatted(USER, CERTIFIED_USER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
