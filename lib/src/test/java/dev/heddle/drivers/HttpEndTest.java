package dev.heddle.drivers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.drivers.Cable.Way;
import dev.heddle.support.RudeClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are ended by one side: by an alert, a stop, a call that is given up. */
class HttpEndTest {

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"HTTP_1_1, TLSv1.2", "HTTP_1_1, TLSv1.3", "HTTP_2, TLSv1.2", "HTTP_2, TLSv1.3"})
  void ourClientHearsAnAlert(Version http, String tls) throws Exception {
    try (JettyServer server = server(Face.SUNJSSE, tls);
        Cable cable = Cable.keepingClients(server.port());
        HttpClient client = client(Face.tested(), http, tls)) {
      NetHttp.get(client, cable.url("/hello"));
      cable.spoil(Way.TO_SERVER);
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(cable.url("/digest")))
              .POST(BodyPublishers.ofString("spoilt"))
              .build();
      Throwable thrown = assertThrows(IOException.class, () -> NetHttp.send(client, post));
      Causes.assertSays(thrown, "bad_record_mac");
      NetHttp.get(client, cable.url("/hello"));
    }
  }

  /** Jetty does not pass on what it says, but the body breaks off before TCP ends. */
  @ParameterizedTest
  @CsvSource({"TLSv1.2", "TLSv1.3"})
  void ourServerHearsAnAlert(String tls) throws Exception {
    ProtocolVersion version =
        tls.equals("TLSv1.2") ? ProtocolVersion.TLSv12 : ProtocolVersion.TLSv13;
    try (JettyServer server = server(Face.tested(), tls)) {
      try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
        RudeClient rude = RudeClient.connect(socket, version);
        String post = "POST /digest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf";
        rude.record(ContentType.application_data, post.getBytes(US_ASCII));
        rude.record(ContentType.alert, (byte) 2, (byte) 80);
        Causes.demand(server.brokenBody(), IOException.class);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
      hello(server, Face.SUNJSSE, Version.HTTP_2, tls);
    }
  }

  @ParameterizedTest(name = "our client: {0}, our server: {1}, {2}, {3}")
  @CsvSource({
    "true, false, HTTP_1_1, TLSv1.2",
    "true, false, HTTP_2, TLSv1.3",
    "false, true, HTTP_1_1, TLSv1.3",
    "false, true, HTTP_2, TLSv1.2",
    "true, true, HTTP_1_1, TLSv1.3",
    "true, true, HTTP_2, TLSv1.3",
  })
  void serverStopsBesideARequest(
      boolean clientIsOurs, boolean serverIsOurs, Version http, String tls) throws Exception {
    try (JettyServer server = server(face(serverIsOurs), tls);
        HttpClient client = client(face(clientIsOurs), http, tls)) {
      NetHttp.get(client, server.url("/hello"));
      // A GET would be sent again, over a connection that a server that stops may forget.
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(server.url("/silence")))
              .POST(BodyPublishers.noBody())
              .build();
      var waiting = client.sendAsync(post, BodyHandlers.ofString());
      server.awaitSilence();
      String url = server.url("/hello");
      server.stop();
      fails(waiting);
      assertThrows(IOException.class, () -> NetHttp.get(client, url));
    }
  }

  @ParameterizedTest(name = "our client: {0}, our server: {1}, {2}, {3}")
  @CsvSource({
    "true, false, HTTP_1_1, TLSv1.3",
    "true, false, HTTP_2, TLSv1.2",
    "false, true, HTTP_1_1, TLSv1.2",
    "false, true, HTTP_2, TLSv1.3",
  })
  void clientGivesUpAnUploadThatIsStuck(
      boolean clientIsOurs, boolean serverIsOurs, Version http, String tls) throws Exception {
    try (JettyServer server = server(face(serverIsOurs), tls);
        HttpClient client = client(face(clientIsOurs), http, tls)) {
      NetHttp.get(client, server.url("/hello"));
      HttpRequest upload =
          HttpRequest.newBuilder(URI.create(server.url("/silence")))
              .POST(BodyPublishers.ofInputStream(() -> Bulk.stream(Bulk.SIZE)))
              .build();
      var stuck = client.sendAsync(upload, BodyHandlers.ofString());
      server.awaitSilence();
      stuck.cancel(true);
      NetHttp.get(client, server.url("/hello"));
      hello(server, face(clientIsOurs), http, tls);
    }
  }

  private static void fails(CompletableFuture<HttpResponse<String>> waiting) {
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
    Causes.demand(thrown, IOException.class);
  }

  private static void hello(JettyServer server, Face face, Version http, String tls)
      throws IOException {
    try (HttpClient client = client(face, http, tls)) {
      String says = NetHttp.get(client, server.url("/hello"));
      assertEquals(tls, says.substring(0, tls.length()));
    }
  }

  private static Face face(boolean ours) {
    return ours ? Face.tested() : Face.SUNJSSE;
  }

  private static HttpClient client(Face face, Version http, String tls) {
    return NetHttp.client(face.context(Pki.root(), null), http, tls);
  }

  private static JettyServer server(Face face, String tls) throws Exception {
    return new JettyServer(face.context(Pki.root(), Pki.server(Scenario.GOOD)), false, tls);
  }
}
