package dev.heddle.drivers;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The JDK's own HTTP/1.1 client, which keeps idle connections by itself. */
class HttpsUrlConnectionTest extends WebMatrix {

  @Override
  Session open(SSLContext context, String url, Duration readTimeout) {
    return new UrlSession(
        context.getSocketFactory(), url, readTimeout == null ? 0 : (int) readTimeout.toMillis());
  }

  private static final class UrlSession extends WebSession {
    private final SSLSocketFactory factory;
    private final String url;
    private final int readTimeout;
    private volatile HttpsURLConnection last;

    UrlSession(SSLSocketFactory factory, String url, int readTimeout) {
      this.factory = factory;
      this.url = url;
      this.readTimeout = readTimeout;
    }

    @Override
    String ask(String path) throws IOException {
      var connection = (HttpsURLConnection) URI.create(url + path).toURL().openConnection();
      connection.setSSLSocketFactory(factory);
      connection.setReadTimeout(readTimeout);
      last = connection;
      // At its end the connection is idle; a stream that is closed forgets which one it was.
      return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean isClosed() {
      return true; // it does not tell
    }

    @Override
    public void disconnect() {
      if (last != null) {
        last.disconnect();
      }
    }
  }
}
