package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What HTTP clients have in common: their servers, and that they keep their connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebMatrix extends DriverMatrix {

  private Servers servers;

  @BeforeAll
  void start() throws Exception {
    servers = new Servers(WebServer::start);
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
  }

  @Override
  protected final Session open(SSLContext context, Scenario scenario, Duration readTimeout)
      throws Exception {
    return open(context, "https://localhost:" + servers.port(scenario), readTimeout);
  }

  /**
   * Makes a client for one server.
   *
   * @param readTimeout null for none
   */
  abstract Session open(SSLContext context, String url, Duration readTimeout) throws Exception;

  @Override
  protected String noClientCertificateText() {
    return "bad_certificate|certificate_required";
  }

  /** What the JDK's servers call it. */
  @Override
  protected String strangeClientCertificateText() {
    return "certificate_unknown";
  }

  /** Exchanges that all go over the first connection. */
  abstract static class WebSession implements Session {
    private String connection;

    /** Gets that path, and gives back the body. */
    abstract String ask(String path) throws IOException;

    @Override
    public final void exchange() throws IOException {
      String body = ask("/hello");
      assertTrue(body.startsWith("connection "), body);
      if (connection != null) {
        assertEquals(connection, body);
      }
      connection = body;
    }

    @Override
    public final void askInVain() throws IOException {
      ask("/silence");
    }
  }
}
