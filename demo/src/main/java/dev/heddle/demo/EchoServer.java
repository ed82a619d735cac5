package dev.heddle.demo;

import dev.heddle.demo.common.Failure;
import dev.heddle.fault.Category;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends back what it receives, on a loopback port of its own: one virtual thread of blocking code
 * for each connection, until the peer shuts down.
 */
public final class EchoServer implements AutoCloseable {

  private final SslContext context;
  private final ServerSocketChannel listener;
  private final Thread acceptor;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("server-", 0).factory());
  private final Set<Ssl> live = ConcurrentHashMap.newKeySet();
  private final Tally tally = new Tally();
  private volatile boolean closing;

  private EchoServer(SslContext context, ServerSocketChannel listener) {
    this.context = context;
    this.listener = listener;
    // A platform thread: it must get on while thousands of virtual ones wait for the processor.
    this.acceptor = Thread.ofPlatform().name("acceptor").unstarted(this::accept);
  }

  /**
   * Starts a server.
   *
   * @param backlog how many connections may wait to be accepted
   */
  public static EchoServer start(SslContext context, int backlog) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
    EchoServer server = new EchoServer(context, listener);
    server.acceptor.start();
    return server;
  }

  public int port() {
    return listener.socket().getLocalPort();
  }

  /** What has failed at this end, but for what {@link #close} has cut off. */
  Tally tally() {
    return tally;
  }

  /** Stops listening, closes what is still connected and waits for all threads to end. */
  @Override
  public void close() {
    closing = true;
    try {
      listener.close();
    } catch (IOException e) {
      // Nothing is lost with a listener that is not needed any more.
    }
    joinAcceptor();
    live.forEach(Ssl::close);
    threads.close();
  }

  private void joinAcceptor() {
    boolean interrupted = false;
    while (acceptor.isAlive()) {
      try {
        acceptor.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!closing) {
      try {
        SocketChannel channel = listener.accept();
        threads.execute(() -> serve(channel));
      } catch (IOException e) {
        if (!closing) {
          tally.failed(Category.TRANSPORT, "accept: " + e);
        }
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        Ssl ssl = context.newSsl()) {
      live.add(ssl);
      if (closing) {
        return;
      }
      try {
        ssl.setChannel(channel);
        echo(ssl);
      } finally {
        live.remove(ssl);
      }
    } catch (IOException e) {
      // The channel was closed before it began: the peer's end counts that.
    } catch (Failure e) {
      if (!closing) {
        tally.failed(e.category(), e.getMessage());
      }
    }
  }

  private static void echo(Ssl ssl) throws Failure {
    int accepted = ssl.accept();
    if (accepted <= 0) {
      throw Failure.of(ssl, accepted, "handshake");
    }
    byte[] buffer = new byte[BUFFER];
    int n;
    while ((n = ssl.read(buffer)) > 0) {
      int written = ssl.write(buffer, 0, n);
      if (written <= 0) {
        throw Failure.of(ssl, written, "write");
      }
    }
    if (ssl.getError(n) != SslError.ZERO_RETURN) {
      throw Failure.of(ssl, n, "read");
    }
    int shut = ssl.shutdown();
    if (shut < 0) {
      throw Failure.of(ssl, shut, "shutdown");
    }
  }

  private static final int BUFFER = 4096;
}
