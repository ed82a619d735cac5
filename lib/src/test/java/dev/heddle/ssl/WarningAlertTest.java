package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.MemoryBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Alerts of TLS 1.2, level and description, in the handshake, where the RFC leaves warnings to the
 * receiver.
 */
class WarningAlertTest {

  @ParameterizedTest(name = "{1} times {0}")
  @CsvSource({
    "01 29, 1, WANT_READ, ",
    "01 5a, 4, WANT_READ, ",
    "01 70, 4, WANT_READ, ",
    "01 70, 5, SSL, unexpected message",
    "01 64, 1, SSL, handshake failure",
    "01 00, 1, ZERO_RETURN, ",
    "03 00, 1, SSL, illegal parameter"
  })
  void isPassedOverOrEndsTheHandshake(String alert, int times, SslError error, String reason)
      throws IOException {
    MemoryBio in = MemoryBio.create();
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_2).build());
    client.setBio(in, MemoryBio.create());
    assertEquals(-1, client.connect());
    byte[] record = HexFormat.of().parseHex("1503030002" + alert.replace(" ", ""));
    for (int i = 0; i < times; i++) {
      in.write(record, 0, record.length);
    }
    assertEquals(error, client.getError(client.connect()));
    ErrorEntry entry = client.errors().getError();
    assertEquals(reason, entry == null ? null : entry.reason());
  }
}
