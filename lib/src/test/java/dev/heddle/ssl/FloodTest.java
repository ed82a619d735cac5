package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.MemoryBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.RudeClient;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.concurrent.FutureTask;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;

/** A peer that costs us work without sending data is cut off, after 32 times at the latest. */
class FloodTest {

  private interface Flood {
    void send(RudeClient client) throws IOException;
  }

  private static final byte[] KEY_UPDATE = {24, 0, 0, 1, 0};
  private static final byte[] EMPTY_CLIENT_HELLO = {1, 0, 0, 0};

  @Test
  void keyUpdatesThatShareARecord() throws Exception {
    assertCutOff(
        TlsVersion.TLS_1_3,
        client -> client.record(ContentType.handshake, repeated(KEY_UPDATE, 2)),
        "KeyUpdate shares its record");
  }

  @Test
  void attemptsToRenegotiateInOneRecord() throws Exception {
    assertCutOff(
        TlsVersion.TLS_1_2,
        client -> client.record(ContentType.handshake, repeated(EMPTY_CLIENT_HELLO, 4000)),
        "ClientHello shares its record");
  }

  @Test
  void attemptsToRenegotiateInARow() throws Exception {
    assertCutOff(
        TlsVersion.TLS_1_2,
        client -> {
          for (int i = 0; i < 40; i++) {
            client.record(ContentType.handshake, EMPTY_CLIENT_HELLO);
          }
        },
        "more than 32 messages in a row without data");
  }

  @Test
  void attemptsToRenegotiateBetweenData() throws Exception {
    assertCutOff(
        TlsVersion.TLS_1_2,
        client -> {
          for (int i = 0; i < 40; i++) {
            client.record(ContentType.handshake, EMPTY_CLIENT_HELLO);
            client.record(ContentType.application_data, (byte) 'x');
          }
        },
        "more than 32 attempts to renegotiate");
  }

  @Test
  void emptyRecords() throws Exception {
    assertCutOff(
        TlsVersion.TLS_1_3,
        client -> {
          for (int i = 0; i < 40; i++) {
            client.record(ContentType.application_data);
          }
        },
        "more than 32 messages in a row without data");
  }

  @Test
  void warnings() throws Exception {
    assertCutOff(
        TlsVersion.TLS_1_2,
        client -> {
          for (int i = 0; i < 40; i++) {
            client.record(ContentType.alert, (byte) 1, (byte) 112);
          }
        },
        "more than 4 warning alerts in a row");
  }

  @Test
  void changeCipherSpecsInTheHandshake() throws Exception {
    MemoryBio hello = MemoryBio.create();
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    client.setBio(MemoryBio.create(), hello);
    assertEquals(-1, client.connect());
    byte[] flight = new byte[(int) hello.pending()];
    assertEquals(flight.length, hello.read(flight, 0, flight.length));
    try (Sockets sockets = Sockets.open();
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      server.setSocket(sockets.one());
      FutureTask<String> accepting =
          Ends.virtually(() -> server.accept() + " " + server.errors().getError());
      sockets.other().getOutputStream().write(flight);
      byte[] record = {20, 3, 3, 0, 1, 1};
      sockets.other().getOutputStream().write(repeated(record, 40));
      sockets.other().shutdownOutput();
      String seen = Ends.await(accepting);
      assertTrue(seen.contains("more than 32 change_cipher_spec records"), seen);
    }
  }

  private static void assertCutOff(TlsVersion version, Flood flood, String words) throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl()) {
      server.setSocket(sockets.one());
      FutureTask<ErrorEntry> reading =
          Ends.virtually(
              () -> {
                assertEquals(1, server.accept(), () -> "" + server.errors().peekError());
                while (server.read(new byte[100]) > 0) {
                  continue;
                }
                return server.errors().getError();
              });
      ProtocolVersion wire =
          version == TlsVersion.TLS_1_3 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12;
      RudeClient client = RudeClient.connect(sockets.other(), wire);
      flood.send(client);
      ErrorEntry error = Ends.await(reading);
      assertEquals(Alert.UNEXPECTED_MESSAGE, error.alert());
      assertTrue(error.report().message().contains(words), error::toString);
    }
  }

  private static byte[] repeated(byte[] message, int times) {
    byte[] all = new byte[message.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(message, 0, all, i * message.length, message.length);
    }
    return all;
  }
}
