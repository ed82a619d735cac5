package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.Nginx;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OkHttp's connections after the first resume its session: nginx says so itself. */
@ExtendWith(PinGuard.class)
class OkHttpReconnectTest {

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "TLSv1.3, ssl_session_tickets on;",
    "TLSv1.2, ssl_session_tickets on;",
    "TLSv1.3, ssl_session_tickets off; ssl_session_cache shared:SSL:1m;",
    "TLSv1.2, ssl_session_tickets off; ssl_session_cache shared:SSL:1m;",
  })
  void resumes(String version, String sessions) throws Exception {
    String settings = "ssl_protocols " + version + "; " + sessions;
    String answer = "$ssl_session_reused $ssl_protocol $server_protocol $connection_requests";
    SSLContext context = Face.tested().context(Pki.root(), null);
    try (Nginx nginx = Nginx.start(TestCerts.localhost(KeyType.EC_P256), settings, answer)) {
      OkHttpClient client = OkHttp.client(context).build();
      String url = "https://localhost:" + nginx.port() + "/";
      try {
        assertEquals(". " + version + " HTTP/2.0 1\n", get(client, url));
        assertEquals(". " + version + " HTTP/2.0 2\n", get(client, url));
        for (int i = 0; i < 2; i++) {
          client.connectionPool().evictAll();
          assertEquals("r " + version + " HTTP/2.0 1\n", get(client, url));
        }
      } finally {
        OkHttp.close(client);
      }
    }
  }

  private static String get(OkHttpClient client, String url) throws Exception {
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().string();
    }
  }
}
