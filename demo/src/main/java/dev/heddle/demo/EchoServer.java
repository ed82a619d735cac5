package dev.heddle.demo;

import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Category;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.TlsException;
import dev.heddle.net.ConnectionEvent;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsListener;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Sends back what it receives, on a loopback port of its own, until the peer shuts down. */
public final class EchoServer implements AutoCloseable {

  private final Tally tally = new Tally();
  private final TlsListener listener;
  private volatile boolean closing;

  private EchoServer(TlsConfig config, int backlog) throws IOException {
    listener =
        TlsListener.builder()
            .config(config)
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .backlog(backlog)
            .maxConnections(Integer.MAX_VALUE)
            // All may connect at once, and then take turns to shake hands.
            .limits(Limits.defaults().withConnect(Limits.FOREVER))
            .listener(this::happened)
            .onError(this::failed)
            .start(EchoServer::echo);
  }

  /**
   * Starts a server.
   *
   * @param backlog how many connections may wait to be accepted
   */
  public static EchoServer start(TlsConfig config, int backlog) throws IOException {
    return new EchoServer(config, backlog);
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** What has failed at this end, but for what {@link #close} has cut off. */
  Tally tally() {
    return tally;
  }

  /** Stops listening, drops what is still connected and waits for all threads to end. */
  @Override
  public void close() {
    closing = true;
    listener.stop(Duration.ZERO);
  }

  private static void echo(TlsSocket socket) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int n;
    while ((n = socket.read(buffer, 0, buffer.length)) > 0) {
      socket.write(buffer, 0, n);
    }
  }

  private void happened(ConnectionEvent event) {
    if (event instanceof ConnectionEvent.Handshake over && over.failure() != null) {
      failed(over.failure().fault().category(), over.failure().message());
    }
  }

  private void failed(Throwable thrown) {
    FailureReport report = thrown instanceof TlsException failure ? failure.report() : null;
    Category category = report == null ? Category.INTERNAL : report.fault().category();
    failed(category, String.valueOf(thrown.getMessage()));
  }

  private void failed(Category category, String message) {
    if (!closing) {
      tally.failed(category, message);
    }
  }

  private static final int BUFFER = 4096;
}
