package dev.heddle.demo;

import dev.heddle.bio.Bio;
import dev.heddle.config.TlsConfig;
import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.demo.common.TlsOptions;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Retry;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Target;
import dev.heddle.net.Dialer;
import dev.heddle.net.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** A server in this process, with certificates made on the spot, and what a client needs for it. */
final class Embedded implements AutoCloseable {

  /** Any name is this machine: a look-up would only cost time. */
  private static final class Loopback implements Network {
    @Override
    public List<InetAddress> resolve(String host) {
      return List.of(InetAddress.getLoopbackAddress());
    }

    @Override
    public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
      return Network.system().connect(remote, local);
    }
  }

  private final EchoServer server;
  private final TlsConfig.Builder client;

  private Embedded(EchoServer server, TlsConfig.Builder client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Starts the server.
   *
   * @param tls for both ends, of which only the version counts
   * @param count how many connections there may be at the same time
   */
  static Embedded start(TlsOptions tls, int count) throws IOException {
    MadeUpCertificates certificates = MadeUpCertificates.make();
    TlsConfig.Builder theirs = TlsConfig.builder().credentials(certificates.server());
    tls.versions(theirs);
    TlsConfig.Builder ours = TlsConfig.builder().trust(certificates.trust());
    tls.versions(ours);
    return new Embedded(EchoServer.start(theirs.build(), Math.max(count, LEAST_BACKLOG)), ours);
  }

  EchoServer server() {
    return server;
  }

  /** What a client of this server is configured with. */
  TlsConfig.Builder client() {
    return client;
  }

  /** Finds this server. */
  Dialer.Builder dialer() {
    return Dialer.builder().network(new Loopback());
  }

  Target target() {
    return new Target("localhost", server.port());
  }

  /**
   * Makes one connection that does not count, to load the classes: while one thread loads a class,
   * others that need it wait, and from Java 24 on the JVM reports their carriers as pinned.
   */
  void warmUp() throws InterruptedException {
    FanOut fanOut =
        FanOut.builder(dialer().config(client.build()).build()).retry(Retry.none()).build();
    Client one = new Client(1, 1, null, Meeting.of(1));
    try (Run<Void> run = fanOut.start(List.of(target()), one)) {
      run.first(1);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static final int LEAST_BACKLOG = 128;
}
