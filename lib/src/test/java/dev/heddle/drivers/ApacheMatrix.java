package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;

/**
 * Apache's blocking HttpClient, which speaks HTTP/1.1 only: its HTTP/2 is that of the other client,
 * over {@code SSLEngine}.
 */
abstract class ApacheMatrix extends WebMatrix {

  /**
   * Its first connection leaves sockets that it has tried options on: they are to be there before.
   */
  ApacheMatrix() {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CloseableHttpClient client = HttpClients.custom().disableAutomaticRetries().build()) {
      HttpGet get = new HttpGet("http://localhost:" + silent.getLocalPort());
      get.setConfig(RequestConfig.custom().setResponseTimeout(1, TimeUnit.MILLISECONDS).build());
      assertThrows(SocketTimeoutException.class, () -> client.execute(get, response -> null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the client the context, in one of its ways. */
  abstract void plugIn(PoolingHttpClientConnectionManagerBuilder connections, SSLContext context);

  @Override
  Session open(SSLContext context, String url, Duration readTimeout) {
    PoolingHttpClientConnectionManagerBuilder connections =
        PoolingHttpClientConnectionManagerBuilder.create();
    plugIn(connections, context);
    int timeout = readTimeout == null ? 0 : (int) readTimeout.toMillis();
    connections.setDefaultConnectionConfig(
        ConnectionConfig.custom().setSocketTimeout(timeout, TimeUnit.MILLISECONDS).build());
    return new ApacheSession(connections.build(), url);
  }

  private static final class ApacheSession extends WebSession {
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final String url;

    ApacheSession(PoolingHttpClientConnectionManager connections, String url) {
      this.connections = connections;
      this.client =
          HttpClients.custom()
              .setConnectionManager(connections)
              .disableAutomaticRetries()
              .disableConnectionState() // that of a client with a certificate is its own
              .build();
      this.url = url;
    }

    @Override
    String ask(String path) throws IOException {
      return client.execute(
          new HttpGet(url + path), response -> EntityUtils.toString(response.getEntity()));
    }

    @Override
    public boolean isClosed() {
      return connections.getTotalStats().getAvailable() == 0;
    }

    @Override
    public void disconnect() {
      client.close(CloseMode.IMMEDIATE);
    }
  }
}
