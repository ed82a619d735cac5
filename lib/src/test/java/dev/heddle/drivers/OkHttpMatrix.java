package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp, which looks at the server's name itself after the handshake. */
abstract class OkHttpMatrix extends WebMatrix {

  private final List<Protocol> protocols;

  OkHttpMatrix(Protocol... protocols) {
    this.protocols = List.of(protocols);
  }

  @Override
  Session open(SSLContext context, String url, Duration readTimeout)
      throws GeneralSecurityException {
    OkHttpClient client =
        OkHttp.client(context)
            .protocols(protocols)
            .readTimeout(readTimeout == null ? Duration.ZERO : readTimeout)
            .build();
    return new OkHttpSession(client, url, protocols.getFirst());
  }

  private static final class OkHttpSession extends WebSession {
    private final OkHttpClient client;
    private final String url;
    private final Protocol protocol;

    OkHttpSession(OkHttpClient client, String url, Protocol protocol) {
      this.client = client;
      this.url = url;
      this.protocol = protocol;
    }

    @Override
    String ask(String path) throws IOException {
      Request request = new Request.Builder().url(url + path).build();
      try (Response response = client.newCall(request).execute()) {
        assertEquals(protocol, response.protocol());
        return response.body().string();
      }
    }

    /** Those of HTTP/2 outlive a call that is cancelled. */
    @Override
    public boolean isClosed() {
      return protocol == Protocol.HTTP_2 || client.connectionPool().connectionCount() == 0;
    }

    @Override
    public void disconnect() {
      OkHttp.close(client);
    }
  }
}
