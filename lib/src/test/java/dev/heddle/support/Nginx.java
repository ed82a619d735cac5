package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.support.TestCerts.Identity;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The {@code nginx} program as a live HTTPS server in a process of its own, which {@link #close}
 * ends. It answers each request with what its variables say of the connection.
 *
 * <p>Where the program is not installed the test is skipped and says so; where {@code
 * HEDDLE_REQUIRE_NGINX} is set in the environment, it fails.
 */
public final class Nginx implements AutoCloseable {

  private static final String REQUIRE = "HEDDLE_REQUIRE_NGINX";
  private static final int ATTEMPTS = 5;

  private final Path directory;
  private final Process process;
  private final int port;

  private Nginx(Path directory, Process process, int port) {
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it on a loopback port that is free, and returns when it listens.
   *
   * @param settings directives for the server, such as {@code ssl_session_tickets off;}
   * @param answer what it answers, with variables in it
   */
  public static Nginx start(Identity identity, String settings, String answer) throws Exception {
    Path program = program();
    Path directory = Files.createTempDirectory("heddle-nginx");
    Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
    Files.writeString(directory.resolve("key.pem"), identity.keyPem());
    Files.writeString(directory.resolve("trusted.pem"), TestCerts.root().certificatePem());
    // It cannot be told to pick a port, so another process may be quicker to take the free one.
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = freePort();
      Files.writeString(directory.resolve("nginx.conf"), config(port, settings, answer));
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "-p",
                  directory.toString(),
                  "-e",
                  "stderr",
                  "-c",
                  "nginx.conf")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start();
      if (listens(process, port)) {
        return new Nginx(directory, process, port);
      }
    }
    String output = Files.readString(directory.resolve("output"));
    delete(directory);
    throw new AssertionError("nginx did not start: " + output);
  }

  private static String config(int port, String settings, String answer) {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      client_body_temp_path client_body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%1$d ssl;
        server_name localhost;
        ssl_certificate chain.pem;
        ssl_certificate_key key.pem;
        %2$s
        location / {
          return 200 "%3$s\\n";
        }
      }
    }
    """
        .formatted(port, settings, answer);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Whether it listens after a while; false if it has ended. */
  private static boolean listens(Process process, int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline && !process.waitFor(20, TimeUnit.MILLISECONDS)) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return probe.isConnected() && process.isAlive();
      } catch (IOException e) { // not yet
        continue;
      }
    }
    process.destroyForcibly().waitFor();
    return false;
  }

  private static Path program() {
    // It is in a directory that only root has on its PATH.
    Optional<Path> found =
        OpenSsl.find(
            "nginx",
            String.join(File.pathSeparator, System.getenv("PATH"), "/usr/sbin", "/usr/local/sbin"));
    if (found.isEmpty() && System.getenv(REQUIRE) != null) {
      fail(REQUIRE + " is set, but nginx is not installed");
    }
    assumeTrue(found.isPresent(), "not tested against nginx: it is not installed");
    return found.orElseThrow();
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Ends it and waits for it; blocks for some seconds at most. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(directory);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
