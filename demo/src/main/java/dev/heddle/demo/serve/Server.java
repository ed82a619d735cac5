package dev.heddle.demo.serve;

import dev.heddle.demo.common.Agreed;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Lines;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections, one virtual thread for each, and prints a line about every one. There are
 * never more than {@value #AT_ONCE} at the same time: further ones wait to be accepted.
 */
final class Server implements AutoCloseable {

  private final SslContext context;
  private final ServerSocketChannel listener;
  private final Service service;
  private final Duration limit;
  private final PrintStream out;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Set<Ssl> live = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("serve-", 0).factory());
  private volatile boolean closing;

  /**
   * A server.
   *
   * @param listener bound; closed with this
   * @param limit for each thing a connection waits for
   */
  Server(
      SslContext context,
      ServerSocketChannel listener,
      Service service,
      Duration limit,
      PrintStream out) {
    this.context = context;
    this.listener = listener;
    this.service = service;
    this.limit = limit;
    this.out = out;
  }

  /**
   * Accepts connections until there were so many or {@link #close} is called, and waits for those
   * that were accepted to end.
   *
   * @param most 0 for no end
   * @throws IOException if nothing more can be accepted
   */
  void run(long most) throws IOException, InterruptedException {
    for (long number = 1; most == 0 || number <= most; number++) {
      room.acquire();
      SocketChannel channel;
      try {
        channel = listener.accept();
      } catch (ClosedChannelException e) {
        return;
      }
      try {
        threads.execute(() -> take(channel));
      } catch (RejectedExecutionException e) {
        channel.close(); // close() came between
        return;
      }
    }
    threads.shutdown();
    threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  private void take(SocketChannel channel) {
    String peer = "a client";
    try (channel;
        Ssl ssl = context.newSsl()) {
      live.add(ssl);
      try {
        if (!closing) {
          ssl.setChannel(channel);
          peer = ssl.getWbio().peer();
          serve(ssl, peer);
          linger(channel);
        }
      } finally {
        live.remove(ssl);
      }
    } catch (IOException e) {
      out.println(peer + ": " + Lines.oneLine(String.valueOf(e)));
    } finally {
      room.release();
    }
  }

  private void serve(Ssl ssl, String peer) {
    try {
      Failure.limited(ssl, limit, "handshake", ssl::accept);
      out.println(peer + ": " + about(ssl));
      service.serve(ssl, limit);
      out.println(peer + ": ended");
    } catch (Failure e) {
      out.println(peer + ": " + Lines.oneLine(e.getMessage()));
    }
  }

  /**
   * Waits for the client to close, for a moment at most: a socket that is closed with bytes unread
   * is reset, and our last alert with it.
   */
  private static void linger(SocketChannel channel) {
    try {
      channel.shutdownOutput();
      channel.socket().setSoTimeout(LINGER_MILLIS);
      channel.socket().getInputStream().skip(LINGER_BYTES);
    } catch (IOException e) {
      // It has closed already, or takes too long.
    }
  }

  private static String about(Ssl ssl) {
    X509Certificate client = ssl.getPeerCertificate();
    String name = ssl.getServername();
    String alpn = ssl.getAlpnSelected();
    return Agreed.text(ssl)
        + (name == null ? "" : ", asked for " + Lines.oneLine(name))
        + (alpn == null ? "" : ", ALPN " + Lines.oneLine(alpn))
        + (client == null
            ? ", no certificate"
            : ", certificate " + Lines.oneLine(client.getSubjectX500Principal().getName()));
  }

  /** Stops listening and ends all connections; may be called by any thread, more than once. */
  @Override
  public void close() {
    closing = true;
    try {
      listener.close();
    } catch (IOException e) {
      // Nothing is lost with a listener that is not needed any more.
    }
    live.forEach(Ssl::close);
    threads.shutdown();
  }

  private static final int AT_ONCE = 1000;
  private static final int LINGER_MILLIS = 500;
  private static final int LINGER_BYTES = 1 << 16;
}
