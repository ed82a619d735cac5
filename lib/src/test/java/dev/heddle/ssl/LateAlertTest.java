package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.loop.LentBuffers;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fatal alert for which the transport has no room at first goes out with the calls that follow.
 */
class LateAlertTest {

  private enum Call {
    READ(ssl -> ssl.read(new byte[1])),
    WRITE(ssl -> ssl.write(new byte[1])),
    SHUTDOWN(Ssl::shutdown),
    HANDSHAKE(Ssl::connect);

    private final ToIntFunction<Ssl> call;

    Call(ToIntFunction<Ssl> call) {
      this.call = call;
    }
  }

  /** The client's way out holds three bytes. */
  private final BioPair pair = BioPair.of(3, 1 << 16);

  private final Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
  private final Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"READ", "WRITE", "SHUTDOWN"})
  void afterTheHandshake(Call call) {
    boolean[] flips = {false};
    Bio flipping =
        CallbackBio.over(
                (buf, off, length) -> {
                  int n = pair.first().read(buf, off, length);
                  if (flips[0] && length > 5) {
                    buf[off] ^= 1;
                  }
                  return n;
                },
                pair.first()::write)
            .build();
    client.setBio(flipping, flipping);
    server.setBio(pair.second(), pair.second());
    for (int i = 0; i < 5000 && !(client.isInitFinished() && server.isInitFinished()); i++) {
      client.connect();
      server.accept();
    }
    flips[0] = true;
    assertEquals(5, server.write(new byte[5]));
    assertEquals(-1, client.read(new byte[5]));
    assertEquals(Alert.BAD_RECORD_MAC, client.errors().getError().alert());
    assertEquals(Alert.BAD_RECORD_MAC, whatTheServerHears(call));
  }

  @Test
  void inTheHandshake() {
    client.set1Host("elsewhere.example");
    client.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    for (int i = 0; i < 5000 && client.errors().peekError() == null; i++) {
      server.accept();
      client.connect();
    }
    assertEquals(Alert.BAD_CERTIFICATE, client.errors().getError().alert());
    assertEquals(Alert.BAD_CERTIFICATE, whatTheServerHears(Call.HANDSHAKE));
  }

  private Alert whatTheServerHears(Call call) {
    int before = LentBuffers.count();
    server.errors().clearError();
    for (int i = 0; i < 30; i++) {
      server.read(new byte[1]);
      ErrorEntry heard = server.errors().getError();
      if (heard != null) {
        assertEquals(before - 1, LentBuffers.count(), "the alert is out, and its buffer back");
        return heard.alert();
      }
      assertEquals(-1, call.call.applyAsInt(client));
      client.errors().clearError();
    }
    assertNull(server.errors().getError());
    return null;
  }
}
