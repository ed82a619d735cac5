package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callbacks that judge and choose, told whose connection it is by its app data. */
class AppDataTest {

  @Test
  void callbacksAreGivenTheAppData() {
    List<Object> told = new ArrayList<>();
    SslContext trusting =
        Ends.client(TlsVersion.TLS_1_3)
            .alpnProtos("a", "b")
            .insecureCertVerifyCallback(peer -> told.add(peer.attachment()))
            .build();
    SslContext serving =
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3)
            .alpnSelectCallback(
                (offered, attachment) -> {
                  told.add(attachment);
                  return "b";
                })
            .build();
    try (Ssl client = Ends.localhost(trusting);
        Ssl server = serving.newSsl()) {
      assertNull(client.getAppData());
      client.setAppData("one");
      server.setAppData("other");
      assertSame("one", client.getAppData());
      Ends.shakeHands(client, server, BioPair.of(1 << 16, 1 << 16));
      assertEquals("b", client.getAlpnSelected());
    }
    assertEquals(List.of("other", "one"), told);
  }
}
