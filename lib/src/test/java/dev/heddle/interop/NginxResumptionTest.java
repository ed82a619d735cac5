package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.Nginx;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client resumes sessions of nginx, which says itself whether it took one for known. */
class NginxResumptionTest {

  private static final String SAYS =
      "reused=$ssl_session_reused $ssl_protocol $ssl_server_name $ssl_client_s_dn"
          + " $ssl_alpn_protocol";

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "TLS_1_3, ssl_session_tickets on;",
    "TLS_1_2, ssl_session_tickets on;",
    "TLS_1_3, ssl_session_tickets off; ssl_session_cache shared:SSL:1m;",
    "TLS_1_2, ssl_session_tickets off; ssl_session_cache shared:SSL:1m;",
    "TLS_1_3, ssl_session_tickets on; ssl_ecdh_curve secp384r1;",
  })
  void newReusedReused(TlsVersion version, String sessions) throws Exception {
    String settings =
        sessions
            + " ssl_protocols TLSv1.2 TLSv1.3;"
            + " ssl_verify_client on; ssl_client_certificate trusted.pem;";
    Terms terms = Terms.client().only(version).identity(TestCerts.client(KeyType.EC_P256));
    terms.alpn("http/1.1");
    try (Nginx nginx = Nginx.start(TestCerts.localhost(KeyType.EC_P256), settings, SAYS);
        HeddlePeer client = HeddlePeer.client(terms, nginx.port())) {
      List<Boolean> expected = List.of(false, true, true);
      for (boolean reused : expected) {
        Agreed agreed = client.shakeHands();
        assertEquals(reused, agreed.reused());
        assertEquals(version.openSslName(), agreed.version());
        client.send("GET / HTTP/1.0\r\n\r\n");
        String answer = client.readToClose();
        String wanted =
            "\r\n\r\nreused=%s %s localhost CN=client http/1.1\n"
                .formatted(reused ? "r" : ".", version.openSslName());
        assertTrue(answer.endsWith(wanted), answer);
        client.sendClose();
        client.next();
      }
    }
  }
}
