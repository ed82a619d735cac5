package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.Nginx;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connections of the JDK's HTTP client after the first resume its session: nginx says so itself.
 */
@ExtendWith(PinGuard.class)
class NetHttpReconnectTest {

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "TLSv1.3, HTTP_1_1, ssl_session_tickets on;",
    "TLSv1.2, HTTP_1_1, ssl_session_tickets on;",
    "TLSv1.3, HTTP_2, ssl_session_tickets off; ssl_session_cache shared:SSL:1m;",
    "TLSv1.2, HTTP_2, ssl_session_tickets off; ssl_session_cache shared:SSL:1m;",
  })
  void resumes(String tls, Version http, String sessions) throws Exception {
    String settings = "ssl_protocols " + tls + "; " + sessions;
    String answer = "$ssl_session_reused $ssl_protocol $server_protocol $connection_requests";
    String rest = " " + tls + " " + (http == Version.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1");
    SSLContext context = Face.tested().context(Pki.root(), null);
    try (Nginx nginx = Nginx.start(TestCerts.localhost(KeyType.EC_P256), settings, answer)) {
      String url = "https://localhost:" + nginx.port() + "/";
      for (String reused : new String[] {".", "r", "r"}) {
        try (HttpClient client = NetHttp.client(context, http, tls)) {
          assertEquals(reused + rest + " 1\n", NetHttp.get(client, url));
          assertEquals(reused + rest + " 2\n", NetHttp.get(client, url));
        }
      }
    }
  }
}
