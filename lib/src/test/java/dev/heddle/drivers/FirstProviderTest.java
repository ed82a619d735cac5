package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.jsse.OtherJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider comes first in a JVM, and the JDK's clients are over it without a word more. */
class FirstProviderTest {

  @Test
  void clientsOfTheDefaultContext(@TempDir Path directory) throws Exception {
    Stores stores = Stores.write(directory);
    try (JettyServer server = server(Scenario.GOOD)) {
      assertEquals(
          List.of("Heddle", "Heddle", "TLSv1.3 HTTP/2.0 nobody", "TLSv1.3 HTTP/1.1 nobody"),
          ask(server, stores));
    }
    try (JettyServer server = server(Scenario.WRONG_NAME)) {
      String said = String.join("\n", ask(server, stores));
      assertTrue(said.contains("CertificateException"), said);
      assertTrue(said.contains("dev.heddle."), said);
    }
  }

  private static JettyServer server(Scenario scenario) throws Exception {
    return new JettyServer(
        Face.SUNJSSE.context(Pki.root(), Pki.server(scenario)), false, "TLSv1.2", "TLSv1.3");
  }

  private static List<String> ask(JettyServer server, Stores stores) throws Exception {
    List<String> options =
        List.of(
            "-Djavax.net.ssl.trustStore=" + stores.trust(),
            "-Djavax.net.ssl.trustStorePassword=" + Stores.PASSWORD,
            "-Djavax.net.ssl.trustStoreType=PKCS12");
    return OtherJvm.run(FirstProvider.class, options, server.url("/hello"));
  }
}
