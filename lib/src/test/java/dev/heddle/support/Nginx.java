package dev.heddle.support;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code nginx} program as a live HTTPS server in a process of its own, which {@link #close}
 * ends. It speaks HTTP/1.1 and HTTP/2, and answers each request with what its variables say of the
 * connection.
 *
 * <p>Where the program is not installed the test is skipped and says so; where {@code
 * HEDDLE_REQUIRE_NGINX} is set in the environment, it fails.
 */
public final class Nginx implements AutoCloseable {

  private final ServerProgram program;

  private Nginx(ServerProgram program) {
    this.program = program;
  }

  /**
   * Starts it on a loopback port that is free, and returns when it listens.
   *
   * @param settings directives for the server, such as {@code ssl_session_tickets off;}
   * @param answer what it answers, with variables in it
   */
  public static Nginx start(Identity identity, String settings, String answer) throws Exception {
    return new Nginx(ServerProgram.start("nginx", "nginx", new Setup(identity, settings, answer)));
  }

  private record Setup(Identity identity, String settings, String answer)
      implements ServerProgram.Setup {

    @Override
    public List<String> prepare(Path directory, int port) throws IOException {
      Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
      Files.writeString(directory.resolve("key.pem"), identity.keyPem());
      Files.writeString(directory.resolve("trusted.pem"), TestCerts.root().certificatePem());
      Files.writeString(directory.resolve("nginx.conf"), config(port, settings, answer));
      return List.of("-p", directory.toString(), "-e", "stderr", "-c", "nginx.conf");
    }

    /** It writes the file when it has its port. */
    @Override
    public boolean saysSo(Path directory) {
      return Files.exists(directory.resolve("nginx.pid"));
    }
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
        listen 127.0.0.1:%1$d ssl http2;
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

  /** Where it listens. */
  public int port() {
    return program.port();
  }

  /** Ends it and waits for it; blocks for some seconds at most. */
  @Override
  public void close() throws IOException {
    program.close();
  }
}
