package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.bio.BioPair;
import dev.heddle.config.Session;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who names a session without knowing its secret: an id of TLS 1.2 passes by in the clear. The
 * server tells nothing of whose it is before the client's Finished.
 */
class UnprovenSessionTest {

  @Test
  void theServerDoesNotTakeTheClientForItsOwner() {
    SslContext clients =
        Ends.client(TlsVersion.TLS_1_2)
            .credentials(Ends.credentials(TestCerts.client(KeyType.EC_P256)))
            .build();
    SslContext servers =
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2)
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .verifyPeerFailIfNoPeerCert()
            .ticketKeys(null)
            .build();
    Ssl owner = Ends.localhost(clients);
    Ssl first = servers.newSsl();
    Ends.shakeHands(owner, first, BioPair.of(0, 0));
    assertNotNull(first.getPeerCertificate());

    Ssl thief = Ends.localhost(clients);
    Ssl second = servers.newSsl();
    thief.setSession(withAnotherSecret(owner.getSession()));
    BioPair pair = BioPair.of(0, 0);
    thief.setBio(pair.first(), pair.first());
    second.setBio(pair.second(), pair.second());
    assertEquals(-1, thief.connect());
    assertEquals(-1, second.accept());
    assertTellsNothing(second);
    assertEquals(-1, thief.connect());
    assertEquals(SslError.SSL, thief.getError(-1), "the server's Finished does not fit");
    assertEquals(-1, second.accept());
    assertEquals(SslError.SSL, second.getError(-1));
    assertTellsNothing(second);
  }

  private static void assertTellsNothing(Ssl server) {
    assertNull(server.getPeerCertificate());
    assertNull(server.getSession());
    assertFalse(server.sessionReused());
  }

  private static Session withAnotherSecret(Session session) {
    SessionValues values = session.values();
    return Session.of(
        new SessionValues(
            values.version(),
            values.cipherSuite(),
            new byte[48],
            values.sessionId(),
            values.ticket(),
            values.ticketAgeAdd(),
            values.extendedMasterSecret(),
            values.authenticatedAt(),
            values.createdAt(),
            values.expiresAt(),
            values.serverName(),
            values.alpn(),
            values.peerChain(),
            values.verifyResult(),
            values.peerAsked(),
            values.endPointHash(),
            values.settings()));
  }
}
