package dev.heddle.demo.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Html;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeTest {

  @TempDir private Path directory;

  @Test
  void echoesWithACertificateMadeUp() throws Exception {
    RunningServer server = RunningServer.start(1, "-alpn", "x/1");
    String target = server.word(" connect ");
    Path authority = Path.of(server.word("--cafile "));
    assertEquals("localhost:" + server.port(), target);
    Program client =
        Program.runWith(
            "one\n", "connect", target, "--cafile", authority.toString(), "--alpn", "x/1");
    assertEquals(Exit.OK, client.code(), client.toString());
    assertTrue(client.out().endsWith("---\none\n"), client.out());
    assertEquals(Exit.OK, server.exitCode());
    assertTrue(
        server.out().contains(", asked for localhost, ALPN x/1, no certificate\n"), server.out());
    assertTrue(server.out().endsWith(": ended\n"), server.out());
    assertFalse(Files.exists(authority), "the authority's file is left over");
  }

  @Test
  void demandsCertificates() throws Exception {
    Servers.certificates(directory);
    String ca = directory.resolve("ca.pem").toString();
    String cert = directory.resolve("cert.pem").toString();
    String key = directory.resolve("key.pem").toString();
    RunningServer server =
        RunningServer.start(2, "--cert", cert, "--key", key, "-Verify", "-CAfile", ca);
    String target = "localhost:" + server.port();
    Program refused = Program.run("connect", target, "--cafile", ca, "--ign_eof");
    assertEquals(Exit.FAILED, refused.code(), refused.toString());
    assertTrue(
        refused.err().contains("the server asks for a client certificate and none was given"),
        refused.err());
    Program accepted =
        Program.runWith("two\n", "connect", target, "--cafile", ca, "--cert", cert, "--key", key);
    assertEquals(Exit.OK, accepted.code(), accepted.toString());
    assertEquals("ecdsa_secp256r1_sha256", accepted.row("our signature"));
    assertEquals(Exit.OK, server.exitCode());
    assertTrue(
        server.out().contains(": certificate refused: the client sent none though one is required"),
        server.out());
    assertTrue(server.out().contains(", certificate CN=Heddle demo server\n"), server.out());
  }

  /** The JDK's HTTP client, which knows nothing of us. */
  @Test
  void statusPageTellsAboutTheConnection() throws Exception {
    RunningServer server = RunningServer.start(1, "--www");
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(Path.of(server.word("--cafile "))))
            .build();
    try (client) {
      URI page = URI.create("https://localhost:" + server.port() + "/");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
      assertEquals(200, response.statusCode());
      assertEquals("text/html; charset=utf-8", response.headers().firstValue("content-type").get());
      List<String> rows = response.body().lines().toList();
      assertTrue(rows.contains("<tr><th>protocol<td>TLSv1.3"), response.body());
      assertTrue(rows.contains("<tr><th>server name<td>localhost"), response.body());
      assertTrue(rows.contains("<tr><th>ALPN<td>none"), response.body());
      assertTrue(response.body().contains("<h2>Client certificate</h2>\n<p>none</p>"));
    }
    assertEquals(Exit.OK, server.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.0|HTTP/1.1 200 OK",
        "HEAD / HTTP/1.1|HTTP/1.1 200 OK",
        "DELETE / HTTP/1.1|HTTP/1.1 405 Method Not Allowed",
        "what is this|HTTP/1.1 400 Bad Request"
      })
  void statusPageAnswersAnything(String request, String status) throws Exception {
    String answer = ask(request + "\r\n\r\n");
    assertEquals(status, answer.lines().findFirst().orElse(null), answer);
    assertEquals(request.startsWith("HEAD"), answer.endsWith("\r\n\r\n"), answer);
  }

  @Test
  void statusPageBoundsTheRequest() throws Exception {
    String answer = ask("GET / HTTP/1.1\r\nx: " + "y".repeat(8192));
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
  }

  @Test
  void textOfAClientIsNoMarkup() {
    assertEquals("&lt;a href=&quot;&#39;&amp;&gt;", Html.escape("<a href=\"'&>"));
  }

  private String ask(String request) throws Exception {
    RunningServer server = RunningServer.start(1, "--www");
    Program client =
        Program.runWith(
            request,
            "connect",
            "localhost:" + server.port(),
            "--quiet",
            "--ign_eof",
            "--cafile",
            server.word("--cafile "));
    assertEquals(Exit.OK, server.exitCode());
    assertEquals(Exit.OK, client.code(), client.toString());
    return client.out();
  }

  /** One that only connects must not hold the server for ever. */
  @Test
  void givesUpWaiting() throws Exception {
    RunningServer server = RunningServer.start(1, "--timeout", "1");
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      assertEquals(Exit.OK, server.exitCode());
      assertTrue(server.out().contains("timed out after 1000 ms"), server.out());
      assertEquals(-1, silent.getInputStream().read(), "still connected");
    }
  }

  @Test
  void writesDownKeys() throws Exception {
    Path log = directory.resolve("keys");
    RunningServer server = RunningServer.start(1, "--keylog", log.toString(), "--tls1_2");
    Program client =
        Program.run(
            "connect",
            "localhost:" + server.port(),
            "--cafile",
            server.word("--cafile "),
            "--keylogfile",
            log.toString());
    assertEquals(Exit.OK, client.code(), client.toString());
    assertEquals(Exit.OK, server.exitCode());
    List<String> lines = Files.readAllLines(log);
    assertEquals(2, lines.size(), "one of each end");
    assertTrue(lines.getFirst().startsWith("CLIENT_RANDOM "), lines.getFirst());
    assertEquals(lines.getFirst(), lines.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls1_3|Reused",
        "--tls1_2|Reused",
        "--tls1_3 --no_ticket|Reused",
        "--tls1_2 --no_ticket|Reused",
        "--tls1_3 --no_ticket --no_cache|New",
        "--tls1_2 --no_ticket --no_cache|New",
        "--tls1_3 --num_tickets 0|New",
        "--tls1_3 --session-lifetime 3600|Reused"
      })
  void resumesWhatItIsToldTo(String options, String second) throws Exception {
    RunningServer server = RunningServer.start(2, options.split(" "));
    Program client = reconnect(server, "--timeout", "1");
    assertEquals(Exit.OK, server.exitCode());
    assertTrue(client.out().startsWith("New, "), client.out());
    assertTrue(client.out().lines().toList().getLast().startsWith(second), client.out());
    assertEquals(
        second.equals("Reused") ? 1 : 0,
        server.out().lines().filter(line -> line.contains(", reused, asked for ")).count(),
        server.out());
  }

  /** A server's sessions outlive it where its keys do. */
  @Test
  void sharesTheKeysOfTickets() throws Exception {
    Servers.certificates(directory);
    String[] options = {
      "--cert", directory.resolve("cert.pem").toString(),
      "--key", directory.resolve("key.pem").toString(),
      "--ticket-keys", directory.resolve("tickets").toString()
    };
    String ca = directory.resolve("ca.pem").toString();
    String session = directory.resolve("session").toString();
    RunningServer first = RunningServer.start(1, options);
    Program kept =
        Program.run("connect", "localhost:" + first.port(), "--cafile", ca, "--sess-out", session);
    assertEquals(Exit.OK, kept.code(), kept.toString());
    assertEquals(Exit.OK, first.exitCode());
    RunningServer next = RunningServer.start(1, options);
    Program resumed =
        Program.run("connect", "localhost:" + next.port(), "--cafile", ca, "--sess-in", session);
    assertEquals("reused", resumed.row("session"), resumed.toString());
    assertEquals(Exit.OK, next.exitCode());
  }

  @Test
  void refusesWrongResumption() {
    for (String[] wrong :
        new String[][] {
          {"--tickets must be 0 to 255, not 256", "--tickets", "256"},
          {"--session-lifetime must be 1 to 604800, not 0", "--session-lifetime", "0"},
          {"exclude each other", "--no-tickets", "--ticket-keys", "nowhere"},
          {"cannot", "--ticket-keys", directory.toString()}
        }) {
      List<String> arguments = new ArrayList<>(List.of(wrong));
      arguments.set(0, "serve");
      Program program = Program.run(arguments.toArray(String[]::new));
      assertEquals(Exit.WRONG_INPUT, program.code(), program.toString());
      assertTrue(program.err().contains(wrong[0]), program.err());
    }
  }

  private static Program reconnect(RunningServer server, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "connect",
                "localhost:" + server.port(),
                "--cafile",
                server.word("--cafile "),
                "--quiet",
                "--reconnect",
                "1"));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  private static SSLContext trusting(Path authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      X509Certificate root =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("root", root);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
