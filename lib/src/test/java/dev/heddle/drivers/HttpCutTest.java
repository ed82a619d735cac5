package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Cable.Cut;
import dev.heddle.drivers.Cable.End;
import dev.heddle.drivers.Cable.Way;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TCP ends in the midst of a body, without close_notify: that is an error for whoever reads it, and
 * never the body's end. The next request is as if nothing had happened.
 */
@ExtendWith(PinGuard.class)
class HttpCutTest {

  private static final int SIZE = 4 << 20;
  private static final int MIDST = 1 << 20;

  @ParameterizedTest(name = "{0}, {1}, {2}, {3}")
  @CsvSource({
    "HTTP_1_1, TLSv1.2, FIN, /bytes/",
    "HTTP_1_1, TLSv1.3, FIN, /bytes/",
    "HTTP_1_1, TLSv1.3, FIN, /chunks/",
    "HTTP_1_1, TLSv1.2, RESET, /bytes/",
    "HTTP_1_1, TLSv1.3, RESET, /chunks/",
    "HTTP_2, TLSv1.2, FIN, /chunks/",
    "HTTP_2, TLSv1.3, FIN, /bytes/",
    "HTTP_2, TLSv1.2, RESET, /bytes/",
    "HTTP_2, TLSv1.3, RESET, /chunks/",
  })
  void ofOurClientReading(Version http, String tls, End end, String path) throws Exception {
    SSLContext context = Face.tested().context(Pki.root(), null);
    try (JettyServer server = server(Face.SUNJSSE, tls);
        Cable cable = new Cable(server.port(), new Cut(Way.TO_CLIENT, MIDST, end));
        HttpClient client = NetHttp.client(context, http, tls)) {
      // A GET may be sent again by the client itself, where it has read nothing before the end.
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(cable.url(path + SIZE)))
              .POST(BodyPublishers.noBody())
              .build();
      assertThrows(
          IOException.class, () -> NetHttp.send(client, request, BodyHandlers.ofByteArray()));
      byte[] body = NetHttp.send(client, request, BodyHandlers.ofByteArray()).body();
      assertEquals(SIZE, body.length);
    }
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "HTTP_1_1, TLSv1.2, FIN",
    "HTTP_1_1, TLSv1.3, FIN",
    "HTTP_1_1, TLSv1.2, RESET",
    "HTTP_1_1, TLSv1.3, RESET",
    "HTTP_2, TLSv1.2, FIN",
    "HTTP_2, TLSv1.3, FIN",
    "HTTP_2, TLSv1.2, RESET",
    "HTTP_2, TLSv1.3, RESET",
  })
  void ofOurServerReading(Version http, String tls, End end) throws Exception {
    SSLContext context = Face.SUNJSSE.context(Pki.root(), null);
    try (JettyServer server = server(Face.tested(), tls);
        Cable cable =
            new Cable(server.port(), server::awaitUpload, new Cut(Way.TO_SERVER, MIDST, end));
        HttpClient client = NetHttp.client(context, http, tls)) {
      assertThrows(IOException.class, () -> upload(client, cable.url("/digest")));
      assertTrue(server.brokenBody() instanceof IOException);
      assertEquals(Bulk.digest(SIZE), upload(client, cable.url("/digest")));
      assertTrue(server.isContent());
    }
  }

  private static JettyServer server(Face face, String tls) throws Exception {
    return new JettyServer(face.context(Pki.root(), Pki.server(Scenario.GOOD)), false, tls);
  }

  private static String upload(HttpClient client, String url) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .POST(BodyPublishers.ofInputStream(() -> Bulk.stream(SIZE)))
            .build();
    return NetHttp.send(client, request).body();
  }
}
