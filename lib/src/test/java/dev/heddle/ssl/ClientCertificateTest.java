package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.heddle.bio.BioPair;
import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who chooses a client's certificate. */
class ClientCertificateTest {

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theCallbackIsNotAskedWhereOneIsSet(TlsVersion version) {
    SslContext.Builder clients =
        Ends.client(version)
            .credentials(Ends.credentials(TestCerts.client(KeyType.EC_P256)))
            .clientCertCallback(issuers -> Selection.callAgain());
    SslContext.Builder servers =
        Ends.server(KeyType.EC_P256, version)
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .verifyPeerFailIfNoPeerCert();
    Ssl client = Ends.localhost(clients.build());
    Ssl server = servers.build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    assertEquals(0, server.getVerifyResult().code());
    assertNotNull(server.getPeerCertificate());
  }
}
