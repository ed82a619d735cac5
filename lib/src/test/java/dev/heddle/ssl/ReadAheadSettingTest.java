package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Reading ahead as a setting of contexts and connections: SSL_CTX_set_read_ahead(3). */
class ReadAheadSettingTest {

  private static final byte[] PLAIN = "not TLS".getBytes();

  private final BioPair pair = BioPair.of(65_536, 65_536);

  @Test
  void isOffByDefaultAndLeavesWhatFollowsTls() throws IOException {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    assertFalse(client.getReadAhead());
    receiveTheEnd(client);
    assertEquals(PLAIN.length, pair.first().pending());
    assertFalse(client.hasPending());
    client.close();
  }

  @Test
  void contextsGiveItToTheirConnections() throws IOException {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).readAhead(true).build());
    assertTrue(client.getReadAhead());
    receiveTheEnd(client);
    assertEquals(0, pair.first().pending());
    client.close();
  }

  @Test
  void connectionsHaveItsLastWord() throws IOException {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).readAhead(true).build());
    client.setReadAhead(false);
    assertFalse(client.getReadAhead());
    receiveTheEnd(client);
    assertEquals(PLAIN.length, pair.first().pending());
    client.close();
  }

  /** A byte of data, close_notify, and what is no TLS any more. */
  private void receiveTheEnd(Ssl client) throws IOException {
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    Ends.shakeHands(client, server, pair);
    assertEquals(1, server.write(new byte[1]));
    server.shutdown();
    assertEquals(PLAIN.length, pair.second().write(PLAIN, 0, PLAIN.length));
    byte[] target = new byte[10];
    assertEquals(1, client.read(target));
    assertEquals(0, client.read(target));
    server.close();
  }
}
