package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A server of TLS 1.3 has one record for each of its two flights under a key. */
class FlightTest {

  private final List<byte[]> toClient = new ArrayList<>();
  private final List<byte[]> toServer = new ArrayList<>();

  @Test
  void messagesUnderOneKeyShareARecord() {
    TlsConfig settings =
        TlsConfig.builder()
            .minVersion(TlsVersion.TLS_1_3)
            .hostName("localhost")
            .insecureVerifyNone()
            .build();
    TlsEngine client =
        TlsEngine.client(
            settings, null, null, new ReentrantLock(), into(toServer), AlertListener.NONE);
    TlsEngine server =
        TlsEngine.server(
            Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().config(),
            null,
            new ReentrantLock(),
            into(toClient),
            AlertListener.NONE);
    assertEquals(Step.MORE, client.start());
    assertEquals(Step.MORE, server.start());
    hear(server, toServer);
    // ServerHello, change_cipher_spec, and all from EncryptedExtensions to Finished.
    assertEquals(List.of(22, 20, 23), types(toClient));
    hear(client, toClient);
    assertTrue(client.isHandshakeDone());
    hear(server, toServer);
    assertTrue(server.isHandshakeDone());
    // Two tickets.
    assertEquals(List.of(23), types(toClient));
    hear(client, toClient);
  }

  @Test
  void noRecordIsLongerThanItMayBe() {
    var flight = new Flight();
    assertFalse(flight.isOpen());
    flight.begin(512);
    assertTrue(flight.isOpen());
    byte[] message = new byte[300];
    Arrays.fill(message, (byte) 7);
    assertTrue(flight.hasRoom(512));
    flight.add(message, 0, 300);
    assertTrue(flight.hasRoom(212));
    assertFalse(flight.hasRoom(213));
    flight.add(message, 100, 10);
    assertEquals(310, flight.size());
    assertArrayEquals(Arrays.copyOf(message, 300), Arrays.copyOf(flight.messages(), 300));
    assertEquals(7, flight.messages()[309]);
    flight.clear();
    assertTrue(flight.hasRoom(512));
    assertTrue(flight.isOpen());
    flight.end();
    assertFalse(flight.isOpen());
  }

  private static RecordSink into(List<byte[]> records) {
    return (buf, off, length) -> records.add(Arrays.copyOfRange(buf, off, off + length));
  }

  private static List<Integer> types(List<byte[]> records) {
    return records.stream().map(each -> (int) each[0]).toList();
  }

  private static void hear(TlsEngine engine, List<byte[]> records) {
    for (byte[] record : records) {
      assertEquals(record.length - RecordHeader.LENGTH, engine.recordLength(record));
      engine.feed(record, 0, record.length);
      assertNull(engine.fault());
    }
    records.clear();
  }
}
