package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import org.junit.jupiter.api.Test;

/** Key updates in numbers. */
class KeyUpdateTest {

  private final Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
  private final Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();

  /** Records without data are limited, but not those that we have asked for. */
  @Test
  void anyNumberThatWasAskedForIsTaken() {
    Ends.shakeHands(client, server, BioPair.of(100_000, 100_000));
    byte[] one = new byte[1];
    for (int i = 0; i < 100; i++) {
      assertEquals(1, client.keyUpdate(KeyUpdate.REQUESTED));
      assertEquals(1, client.write(one));
      assertEquals(1, server.read(one));
      // As libssl does, while we would answer all at once before our next data.
      assertEquals(1, server.keyUpdate(KeyUpdate.NOT_REQUESTED));
      assertEquals(1, server.doHandshake());
    }
    assertEquals(1, server.write(one));
    assertEquals(1, client.read(one));
  }
}
