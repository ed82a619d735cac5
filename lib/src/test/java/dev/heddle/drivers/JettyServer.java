package dev.heddle.drivers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty as an HTTPS server: HTTP/1.1, and HTTP/2 by ALPN. It answers
 *
 * <ul>
 *   <li>{@code /hello} with the versions of TLS and HTTP and the client's name;
 *   <li>{@code /bytes/N} with the first N bytes of {@link Bulk}, {@code /chunks/N} without saying
 *       before how many they are;
 *   <li>{@code /digest} with the digest of what it is sent;
 *   <li>{@code /silence} when it stops.
 * </ul>
 */
final class JettyServer implements Servers.Server {

  private final QueuedThreadPool threads = new QueuedThreadPool(16, 1);
  private final Server server = new Server(threads);
  private final ServerConnector connector;
  private final BlockingQueue<Throwable> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> broken = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> uploads = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> silent = new LinkedBlockingQueue<>();

  /**
   * Starts it on a port of 127.0.0.1.
   *
   * @param wantsCertificate whether clients must show one
   * @param versions of TLS that it speaks
   */
  JettyServer(SSLContext context, boolean wantsCertificate, String... versions) throws Exception {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(context);
    ssl.setNeedClientAuth(wantsCertificate);
    ssl.setIncludeProtocols(versions);
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer());
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(ssl, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.addBean(new Handshakes());
    server.addConnector(connector);
    server.setHandler(new Answers());
    threads.setName("jetty");
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  /** Where it answers. */
  String url(String path) {
    return "https://localhost:" + port() + path;
  }

  /** Waits for a handshake that fails, or has: why it did. */
  Throwable refusal() throws InterruptedException {
    return next(refused, "no handshake has failed");
  }

  /** Waits for a body that does not come to its end, or has not: why it did not. */
  Throwable brokenBody() throws InterruptedException {
    return next(broken, "no body has broken off");
  }

  /** Whether all handshakes succeeded, and all bodies came, but those that were asked for. */
  boolean isContent() {
    return refused.isEmpty() && broken.isEmpty();
  }

  /** Waits until somebody has begun to send a body for its digest. */
  void awaitUpload() throws InterruptedException {
    next(uploads, "nobody has sent a body");
  }

  /** Waits until somebody has asked for silence. */
  void awaitSilence() throws InterruptedException {
    next(silent, "nobody has asked for silence");
  }

  private static <T> T next(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError(otherwise);
    }
    return next;
  }

  /** Stops it: whatever is open is closed. */
  void stop() throws Exception {
    server.stop();
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
      server.destroy();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private final class Handshakes implements SslHandshakeListener {
    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      refused.add(failure);
    }
  }

  private final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String path = Request.getPathInContext(request);
      if (path.equals("/hello")) {
        say(hello(request), response, callback);
      } else if (path.equals("/digest")) {
        say(digest(request), response, callback);
      } else if (path.startsWith("/bytes/")) {
        int size = Integer.parseInt(path.substring("/bytes/".length()));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, size);
        send(size, response, callback);
      } else if (path.startsWith("/chunks/")) {
        send(Integer.parseInt(path.substring("/chunks/".length())), response, callback);
      } else if (path.equals("/silence")) {
        silent.add(path);
      } else {
        return false;
      }
      return true;
    }

    private void say(String text, Response response, Callback callback) {
      Content.Sink.write(response, true, text, callback);
    }

    private void send(int size, Response response, Callback callback) throws IOException {
      try (InputStream in = Bulk.stream(size);
          OutputStream out = Content.Sink.asOutputStream(response)) {
        byte[] buffer = new byte[65_536];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        broken.add(e);
        callback.failed(e);
        return;
      }
      callback.succeeded();
    }

    private String digest(Request request) throws IOException {
      uploads.add(request.getMethod());
      try (InputStream in = Content.Source.asInputStream(request)) {
        return Bulk.digest(in);
      } catch (IOException e) {
        broken.add(e);
        throw e;
      }
    }
  }

  private static String hello(Request request) {
    SslSessionData session = (SslSessionData) request.getAttribute(SslSessionData.ATTRIBUTE);
    X509Certificate[] chain = session.peerCertificates();
    return String.join(
        " ",
        session.sslSession().getProtocol(),
        request.getConnectionMetaData().getHttpVersion().asString(),
        chain == null ? "nobody" : chain[0].getSubjectX500Principal().getName());
  }
}
