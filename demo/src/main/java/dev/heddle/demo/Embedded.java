package dev.heddle.demo;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.demo.common.Target;
import dev.heddle.demo.common.TlsOptions;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A server in this process, with certificates made on the spot, and a client that trusts it. */
final class Embedded implements AutoCloseable {

  private final EchoServer server;
  private final Client client;

  private Embedded(EchoServer server, Client client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Starts the server.
   *
   * @param tls for both ends, of which only the version counts
   * @param count how many connections there may be at the same time
   */
  static Embedded start(TlsOptions tls, int count, Duration limit, int bytes, int rounds)
      throws IOException {
    MadeUpCertificates certificates = MadeUpCertificates.make();
    SslContext.Builder ours = SslContext.client().trust(certificates.trust());
    SslContext.Builder theirs = SslContext.server().credentials(certificates.server());
    tls.versions(ours.nagle(NaglePolicy.OFF));
    tls.versions(theirs.nagle(NaglePolicy.OFF));
    InetAddress[] loopback = {InetAddress.getLoopbackAddress()};
    Client client = new Client(ours.build(), target -> loopback, limit, bytes, rounds, true);
    return new Embedded(EchoServer.start(theirs.build(), Math.max(count, LEAST_BACKLOG)), client);
  }

  EchoServer server() {
    return server;
  }

  Client client() {
    return client;
  }

  Target target() {
    return new Target("localhost", server.port());
  }

  /**
   * Makes one connection that does not count, to load the classes: while one thread loads a class,
   * others that need it wait, and from Java 24 on the JVM reports their carriers as pinned.
   */
  void warmUp() throws InterruptedException {
    try (FanOut one = FanOut.together(client, new Tally(), 1)) {
      one.start(List.of(target()));
      one.await(PATIENCE);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static final int LEAST_BACKLOG = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
}
