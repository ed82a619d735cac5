package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Session;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session handed on by getSession and setSession, with {@code openssl s_server} as the judge. */
class SessionBesideOpenSslTest {

  @ParameterizedTest
  @CsvSource({"TLS_1_2,''", "TLS_1_3,''", "TLS_1_2,-no_ticket", "TLS_1_3,-no_ticket"})
  void aSessionThatIsSetIsResumed(TlsVersion version, String option) throws Exception {
    SslContext clients = Ends.client(version).build();
    String[] options = option.isEmpty() ? new String[0] : new String[] {option};
    try (OpenSsl server = OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), options)) {
      Ssl first = meet(Ends.localhost(clients), server);
      assertFalse(first.sessionReused());
      assertFalse(meet(Ends.localhost(clients), server).sessionReused(), "nothing was set");
      Session session = first.getSession();
      assertTrue(session.isResumable());
      Ssl second = Ends.localhost(clients);
      assertEquals(1, second.setSession(session));
      meet(second, server);
      assertTrue(second.sessionReused());
      assertEquals(first.getPeerCertChain(), second.getPeerCertChain());
      assertTrue(second.getVerifyResult().ok());
      server.await("Reused session-id");
      assertEquals(1, server.output().split("Reused session-id", -1).length - 1, server::output);
    }
  }

  private static Ssl meet(Ssl ssl, OpenSsl server) throws IOException, InterruptedException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      ssl.setSocket(socket);
      assertEquals(1, ssl.connect(), () -> ssl.errors().getError() + server.output());
      server.type("a\n");
      assertEquals(2, ssl.read(new byte[9]));
      assertEquals(0, ssl.shutdown());
    }
    return ssl;
  }
}
