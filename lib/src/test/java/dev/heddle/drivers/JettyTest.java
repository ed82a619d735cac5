package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jetty over an {@code SSLEngine} of ours, and clients over the JDK's. Whoever is refused, or
 * refuses, does no harm to the next.
 */
class JettyTest {

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"HTTP_1_1, TLSv1.2", "HTTP_1_1, TLSv1.3", "HTTP_2, TLSv1.2", "HTTP_2, TLSv1.3"})
  void good(Version http, String tls) throws Exception {
    try (JettyServer server = server(Scenario.GOOD, tls)) {
      greets(server, Scenario.GOOD, http, tls);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"HTTP_1_1, TLSv1.2", "HTTP_1_1, TLSv1.3", "HTTP_2, TLSv1.2", "HTTP_2, TLSv1.3"})
  void clientCertificate(Version http, String tls) throws Exception {
    try (JettyServer server = server(Scenario.CLIENT_CERTIFICATE, tls)) {
      greets(server, Scenario.CLIENT_CERTIFICATE, http, tls);
    }
  }

  /** The server hears of it by the alert of the client, which is a socket: one that sends it. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "WRONG_CA, TLSv1.2",
    "WRONG_CA, TLSv1.3",
    "EXPIRED, TLSv1.2",
    "EXPIRED, TLSv1.3",
    "WRONG_NAME, TLSv1.2",
    "WRONG_NAME, TLSv1.3",
  })
  void refusedByTheClient(Scenario scenario, String tls) throws Exception {
    try (JettyServer server = server(scenario, tls)) {
      SSLContext context = Face.SUNJSSE.context(Pki.root(), null);
      try (SSLSocket client =
          (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        Throwable thrown = assertThrows(IOException.class, client::startHandshake);
        Causes.demand(thrown, CertificateException.class);
      }
      Causes.assertSays(server.refusal(), "certificate_unknown|certificate_expired");
      if (scenario == Scenario.WRONG_CA) { // which is right for somebody else
        SSLContext other = Face.SUNJSSE.context(Pki.issuerOf(scenario), null);
        greets(server, other, Version.HTTP_2, tls, "nobody");
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "NO_CLIENT_CERTIFICATE, TLSv1.2, handshake_failure, Certificate",
    "NO_CLIENT_CERTIFICATE, TLSv1.3, certificate_required, Certificate",
    "STRANGE_CLIENT_CERTIFICATE, TLSv1.2, unknown_ca|certificate_unknown, path|trust",
    "STRANGE_CLIENT_CERTIFICATE, TLSv1.3, unknown_ca|certificate_unknown, path|trust",
  })
  void refusedByTheServer(Scenario scenario, String tls, String alert, String why)
      throws Exception {
    try (JettyServer server = server(scenario, tls);
        Cable cable = Cable.keepingClients(server.port())) {
      Identity shown = Pki.client(scenario);
      SSLContext context = Face.SUNJSSE.context(Pki.root(), shown);
      try (HttpClient client = NetHttp.client(context, Version.HTTP_2, tls)) {
        Throwable thrown =
            assertThrows(IOException.class, () -> NetHttp.get(client, cable.url("/hello")));
        Causes.assertSays(thrown, alert);
      }
      Causes.assertSays(server.refusal(), why);
      greets(server, Scenario.CLIENT_CERTIFICATE, Version.HTTP_2, tls);
    }
  }

  private static JettyServer server(Scenario scenario, String tls) throws Exception {
    return new JettyServer(
        Face.tested().context(Pki.root(), Pki.server(scenario)),
        scenario.wantsClientCertificate(),
        tls);
  }

  private static void greets(JettyServer server, Scenario scenario, Version http, String tls)
      throws IOException {
    SSLContext context = Face.SUNJSSE.context(Pki.root(), Pki.client(scenario));
    greets(server, context, http, tls, Pki.client(scenario) == null ? "nobody" : "CN=client");
  }

  private static void greets(
      JettyServer server, SSLContext context, Version http, String tls, String name)
      throws IOException {
    String expected = tls + (http == Version.HTTP_2 ? " HTTP/2.0 " : " HTTP/1.1 ") + name;
    try (HttpClient client = NetHttp.client(context, http, tls)) {
      assertEquals(expected, NetHttp.get(client, server.url("/hello")));
      assertEquals(expected, NetHttp.get(client, server.url("/hello")));
    }
  }
}
