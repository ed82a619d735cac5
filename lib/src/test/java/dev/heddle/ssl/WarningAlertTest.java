package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.MemoryBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warning alerts of TLS 1.2 in the handshake, where the RFC leaves them to the receiver. */
class WarningAlertTest {

  @ParameterizedTest(name = "{1} times {0}")
  @CsvSource({
    "41, 1, WANT_READ, ",
    "90, 4, WANT_READ, ",
    "112, 4, WANT_READ, ",
    "112, 5, SSL, unexpected message",
    "100, 1, SSL, handshake failure",
    "0, 1, ZERO_RETURN, "
  })
  void isPassedOverOrEndsTheHandshake(int code, int times, SslError error, String reason)
      throws IOException {
    MemoryBio in = MemoryBio.create();
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_2).build());
    client.setBio(in, MemoryBio.create());
    assertEquals(-1, client.connect());
    byte[] alert = HexFormat.of().parseHex("150303000201" + String.format("%02x", code));
    for (int i = 0; i < times; i++) {
      in.write(alert, 0, alert.length);
    }
    assertEquals(error, client.getError(client.connect()));
    ErrorEntry entry = client.errors().getError();
    assertEquals(reason, entry == null ? null : entry.reason());
  }
}
