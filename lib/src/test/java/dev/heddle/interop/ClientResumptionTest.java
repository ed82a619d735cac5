package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client resumes sessions of {@code openssl s_server}. */
class ClientResumptionTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "TLS_1_3, ''",
    "TLS_1_3, -groups P-384",
    "TLS_1_3, -num_tickets 1",
    "TLS_1_3, -no_ticket",
    "TLS_1_3, -ciphersuites TLS_AES_128_GCM_SHA256",
    "TLS_1_2, ''",
    "TLS_1_2, -no_ticket",
  })
  void newThenReused(TlsVersion version, String options) throws Exception {
    SslContext context = Ends.client(version).sessCacheMode(SessCacheMode.CLIENT).build();
    List<Boolean> reused = new ArrayList<>();
    String[] all = ("-rev " + options).trim().split(" ");
    try (OpenSsl server = OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), all)) {
      for (int i = 0; i < 4; i++) {
        reused.add(echo(context, server));
      }
      assertEquals(List.of(false, true, true, true), reused, server::output);
    }
  }

  /** Sends a line, gets it back, and says whether a session was resumed. */
  private static boolean echo(SslContext context, OpenSsl server)
      throws IOException, InterruptedException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Ssl ssl = Ends.localhost(context)) {
      ssl.setSocket(socket);
      assertEquals(1, ssl.connect(), () -> ssl.errors().getError() + server.output());
      assertTrue(ssl.write("abc\n".getBytes(StandardCharsets.US_ASCII)) > 0);
      byte[] answer = new byte[100];
      int n = ssl.read(answer);
      assertEquals("cba\n", new String(answer, 0, n, StandardCharsets.US_ASCII));
      assertEquals(1, ssl.getPeerCertificate() == null ? 0 : 1);
      ssl.shutdown();
      return ssl.sessionReused();
    }
  }
}
