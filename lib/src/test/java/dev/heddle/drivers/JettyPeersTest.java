package dev.heddle.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.Curl;
import dev.heddle.support.OpenSsl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jetty over an {@code SSLEngine} of ours, and clients over OpenSSL. */
class JettyPeersTest {

  private static final Map<String, String> OPTIONS =
      Map.of("TLSv1.2", "-tls1_2", "TLSv1.3", "-tls1_3");

  private static final String REQUEST =
      "GET /hello HTTP/1.1\nHost: localhost\nConnection: close\n\n";

  @TempDir private Path directory;

  /** Sessions that the client keeps, in tickets, or the server. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"TLSv1.2, -tlsextdebug", "TLSv1.2, -no_ticket", "TLSv1.3, -tlsextdebug"})
  void resumes(String tls, String option) throws Exception {
    Path session = directory.resolve("session.pem");
    try (JettyServer server = server(Scenario.CLIENT_CERTIFICATE, tls)) {
      for (String says : List.of("New, " + tls, "Reused, " + tls)) {
        String sessionOption = says.startsWith("New") ? "-sess_out" : "-sess_in";
        try (OpenSsl client =
            OpenSsl.client(
                server.port(),
                Pki.root(),
                Pki.client(Scenario.CLIENT_CERTIFICATE),
                OPTIONS.get(tls),
                option,
                "-verify_return_error",
                "-crlf",
                sessionOption,
                session.toString())) {
          client.type(REQUEST);
          client.await(says);
          client.await(tls + " HTTP/1.1 CN=client");
          assertEquals(0, client.exitCode());
        }
      }
    }
  }

  /** With ALPN, and without it. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--http1.1, TLSv1.2, HTTP/1.1",
    "--http2, TLSv1.2, HTTP/2.0",
    "--http2, TLSv1.3, HTTP/2.0",
    "--no-alpn, TLSv1.3, HTTP/1.1",
  })
  void curl(String option, String tls, String http) throws Exception {
    try (JettyServer server = server(Scenario.GOOD, tls)) {
      String hello = Curl.run(trusted(), null, JettyPeersTest::text, option, server.url("/hello"));
      assertEquals(tls + " " + http + " nobody", hello);
    }
  }

  /** 100 MB each way. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"--http1.1, TLSv1.2", "--http2, TLSv1.3"})
  void curlInBulk(String option, String tls) throws Exception {
    try (JettyServer server = server(Scenario.GOOD, tls)) {
      String url = server.url("/digest");
      InputStream all = Bulk.stream(Bulk.SIZE);
      assertEquals(
          Bulk.digest(),
          Curl.run(trusted(), all, JettyPeersTest::text, option, "--upload-file", "-", url));
      url = server.url("/bytes/" + Bulk.SIZE);
      assertEquals(Bulk.digest(), Curl.run(trusted(), null, Bulk::digest, option, url));
    }
  }

  private Path trusted() throws IOException {
    return Files.writeString(directory.resolve("root.pem"), Pki.root().certificatePem());
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  private static JettyServer server(Scenario scenario, String tls) throws Exception {
    return new JettyServer(
        Face.tested().context(Pki.root(), Pki.server(scenario)),
        scenario.wantsClientCertificate(),
        tls);
  }
}
