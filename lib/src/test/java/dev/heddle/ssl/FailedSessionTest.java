package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.Session;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fatal alert ends the sessions of its connection, too. */
class FailedSessionTest {

  private static final byte[] FORGED = new byte[5 + 40];

  static {
    FORGED[0] = 23;
    FORGED[1] = 3;
    FORGED[2] = 3;
    FORGED[4] = 40;
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void noneOfItsTicketsIsOffered(TlsVersion version) throws Exception {
    List<Session> sessions = new ArrayList<>();
    Ssl client = Ends.localhost(Ends.client(version).sessNewCallback(sessions::add).build());
    Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl();
    BioPair pair = BioPair.of(0, 0);
    Ends.shakeHands(client, server, pair);
    assertEquals(1, server.write(new byte[1]));
    assertEquals(1, client.read(new byte[9]));
    assertEquals(version == TlsVersion.TLS_1_3 ? 2 : 1, sessions.size());
    assertTrue(sessions.stream().allMatch(Session::isResumable));

    pair.second().write(FORGED, 0, FORGED.length);
    assertEquals(-1, client.read(new byte[9]));
    assertEquals(SslError.SSL, client.getError(-1));
    assertTrue(sessions.stream().noneMatch(Session::isResumable));
  }
}
