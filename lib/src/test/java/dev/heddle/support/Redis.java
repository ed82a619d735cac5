package dev.heddle.support;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code redis-server} program with TLS on its only port, in a process of its own, which {@link
 * #close} ends. It keeps nothing on disk.
 *
 * <p>Where the program is not installed the test is skipped and says so; where {@code
 * HEDDLE_REQUIRE_REDIS} is set in the environment, it fails.
 */
public final class Redis implements AutoCloseable {

  private final ServerProgram program;

  private Redis(ServerProgram program) {
    this.program = program;
  }

  /**
   * Starts it on a loopback port that is free, and returns when it listens.
   *
   * @param clients whether clients must show a certificate that {@link TestCerts#root} issued
   */
  public static Redis start(Identity identity, boolean clients) throws Exception {
    return new Redis(ServerProgram.start("redis-server", "redis", new Setup(identity, clients)));
  }

  private record Setup(Identity identity, boolean clients) implements ServerProgram.Setup {

    @Override
    public List<String> prepare(Path directory, int port) throws IOException {
      Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
      Files.writeString(directory.resolve("key.pem"), identity.keyPem());
      Files.writeString(directory.resolve("trusted.pem"), TestCerts.root().certificatePem());
      Files.writeString(
          directory.resolve("redis.conf"),
          """
        bind 127.0.0.1
        port 0
        tls-port %d
        tls-cert-file chain.pem
        tls-key-file key.pem
        tls-ca-cert-file trusted.pem
        tls-auth-clients %s
        save ""
        """
              .formatted(port, clients ? "yes" : "no"));
      return List.of("redis.conf");
    }

    @Override
    public boolean saysSo(Path directory) throws IOException {
      return Files.readString(directory.resolve("output")).contains("Ready to accept connections");
    }
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
