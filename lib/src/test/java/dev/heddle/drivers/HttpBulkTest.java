package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 100 MB each way between the JDK's HTTP client and Jetty, compared by their digests. */
@ExtendWith(PinGuard.class)
class HttpBulkTest {

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"HTTP_1_1, TLSv1.3", "HTTP_2, TLSv1.2"})
  void ofOurClient(Version http, String tls) throws Exception {
    carries(Face.tested(), Face.SUNJSSE, http, tls);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"HTTP_1_1, TLSv1.3", "HTTP_2, TLSv1.2"})
  void ofOurServer(Version http, String tls) throws Exception {
    carries(Face.SUNJSSE, Face.tested(), http, tls);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"HTTP_1_1, TLSv1.2", "HTTP_2, TLSv1.3"})
  void betweenOurTwoEnds(Version http, String tls) throws Exception {
    carries(Face.tested(), Face.tested(), http, tls);
  }

  private static void carries(Face ofClient, Face ofServer, Version http, String tls)
      throws Exception {
    try (JettyServer server =
            new JettyServer(ofServer.context(Pki.root(), Pki.server(Scenario.GOOD)), false, tls);
        HttpClient client = NetHttp.client(ofClient.context(Pki.root(), null), http, tls)) {
      assertEquals(Bulk.digest(), uploaded(client, server.url("/digest")));
      assertEquals(Bulk.digest(), downloaded(client, server.url("/bytes/" + Bulk.SIZE)));
    }
  }

  private static String uploaded(HttpClient client, String url) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .PUT(BodyPublishers.ofInputStream(() -> Bulk.stream(Bulk.SIZE)))
            .build();
    return NetHttp.send(client, request).body();
  }

  private static String downloaded(HttpClient client, String url) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    try (InputStream in = NetHttp.send(client, request, BodyHandlers.ofInputStream()).body()) {
      return Bulk.digest(in);
    }
  }
}
