package dev.heddle.drivers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Nested;

/** The JDK's HTTP client, over an {@code SSLEngine} of ours. */
class NetHttpTest {

  @Nested
  class Http1OverTls12 extends Matrix {
    Http1OverTls12() {
      super(Version.HTTP_1_1, "TLSv1.2");
    }
  }

  @Nested
  class Http1OverTls13 extends Matrix {
    Http1OverTls13() {
      super(Version.HTTP_1_1, "TLSv1.3");
    }
  }

  @Nested
  class Http2OverTls12 extends Matrix {
    Http2OverTls12() {
      super(Version.HTTP_2, "TLSv1.2");
    }
  }

  @Nested
  class Http2OverTls13 extends Matrix {
    Http2OverTls13() {
      super(Version.HTTP_2, "TLSv1.3");
    }
  }

  abstract static class Matrix extends WebMatrix {
    private final Version http;
    private final String tls;

    Matrix(Version http, String tls) {
      this.http = http;
      this.tls = tls;
    }

    @Override
    Session open(SSLContext context, String url, Duration readTimeout) {
      return new NetHttpSession(NetHttp.client(context, http, tls), http, url, readTimeout);
    }

    /** In TLS 1.2 the JDK's servers tell of it in a word of their own. */
    @Override
    protected String noClientCertificateText() {
      return super.noClientCertificateText() + "|handshake_failure";
    }

    @Override
    protected Class<? extends Throwable> timeoutClass() {
      return HttpTimeoutException.class;
    }

    @Override
    protected Blocked untilBlocked(Blocked call) {
      return call.untilWaitingIn("send");
    }
  }

  private static final class NetHttpSession extends WebMatrix.WebSession {
    private final HttpClient client;
    private final Version http;
    private final String url;
    private final Duration readTimeout;

    NetHttpSession(HttpClient client, Version http, String url, Duration readTimeout) {
      this.client = client;
      this.http = http;
      this.url = url;
      this.readTimeout = readTimeout;
    }

    @Override
    String ask(String path) throws IOException {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
      if (readTimeout != null) {
        request.timeout(readTimeout);
      }
      var response = NetHttp.send(client, request.build());
      if (response.version() != http) {
        throw new AssertionError("answered by " + response.version());
      }
      return response.body();
    }

    @Override
    public boolean isClosed() {
      return true; // it does not tell
    }

    @Override
    public void disconnect() throws InterruptedException {
      client.shutdownNow();
      if (!client.awaitTermination(Duration.ofSeconds(10))) {
        throw new AssertionError("the client does not end");
      }
    }
  }
}
