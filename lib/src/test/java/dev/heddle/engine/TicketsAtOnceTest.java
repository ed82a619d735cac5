package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A server of TLS 1.3 can be told to send its tickets along with its Finished. */
class TicketsAtOnceTest {

  private final List<Session> told = new ArrayList<>();
  private final Sessions sessions =
      Sessions.create().withTicketsAtOnce(true).withCallback(told::add);
  private final TlsConfig clients = client();
  private final List<byte[]> toClient = new ArrayList<>();
  private final List<byte[]> toServer = new ArrayList<>();
  private TlsEngine client;
  private TlsEngine server;

  @Test
  void theyAreInTheFirstFlight() {
    TlsConfig servers = server(sessions).build();
    begin(servers);
    // ServerHello, change_cipher_spec, EncryptedExtensions to Finished, two tickets.
    assertEquals(List.of(22, 20, 23, 23), types(toClient));
    hear(client, toClient);
    assertNotNull(client.session());
    hear(server, toServer);
    assertTrue(server.isHandshakeDone());
    assertEquals(List.of(), toClient);

    begin(servers);
    hear(client, toClient);
    hear(server, toServer);
    assertTrue(client.facts().reused());
    assertTrue(server.facts().reused());
    assertEquals(List.of(), toClient);
    assertEquals(3, told.size());
  }

  @Test
  void nobodyIsToldBeforeTheClientHasFinished() {
    begin(server(sessions).build());
    hear(client, toClient);
    assertEquals(List.of(), told);
    assertNull(server.session());
    hear(server, toServer);
    assertEquals(2, told.size());
    assertEquals(told.get(1), server.session());
  }

  @Test
  void theyWaitWhereACertificateIsAskedFor() {
    begin(server(sessions).trust(Ends.trust()).verifyMode(VerifyMode.PEER).build());
    assertEquals(List.of(22, 20, 23), types(toClient));
    hear(client, toClient);
    assertNull(client.session());
    hear(server, toServer);
    assertEquals(List.of(23), types(toClient));
    hear(client, toClient);
    assertNotNull(client.session());
  }

  /** As many would be much work for who has sent no more than a hello. */
  @Test
  void theyWaitWhereThereAreMany() {
    begin(server(sessions.withTickets(4)).build());
    assertEquals(List.of(22, 20, 23, 23), types(toClient));
    begin(server(sessions.withTickets(5)).build());
    assertEquals(List.of(22, 20, 23), types(toClient));
  }

  @Test
  void theyWaitUnlessToldOtherwise() {
    begin(server(Sessions.create()).build());
    assertEquals(List.of(22, 20, 23), types(toClient));
    hear(client, toClient);
    hear(server, toServer);
    assertEquals(List.of(23), types(toClient));
  }

  /** Who has not finished takes no room in the cache. */
  @Test
  void theyWaitWhereTheServerKeepsSessions() {
    SessionCache cache = SessionCache.inMemory();
    begin(server(sessions.withTicketKeys(null).withCache(cache)).build());
    assertEquals(List.of(22, 20, 23), types(toClient));
    assertTrue(cache.toString().contains("[0 sessions"), cache::toString);
    hear(client, toClient);
    hear(server, toServer);
    assertEquals(List.of(23), types(toClient));
    assertTrue(cache.toString().contains("[2 sessions"), cache::toString);
  }

  @Test
  void nobodyIsToldIfTheClientFinishesWrongly() {
    begin(server(sessions).build());
    hear(client, toClient);
    byte[] finished = toServer.getLast();
    finished[finished.length - 1] ^= 1;
    for (byte[] record : toServer) {
      server.recordLength(record);
      server.feed(record, 0, record.length);
    }
    assertNotNull(server.fault());
    assertFalse(server.isHandshakeDone());
    assertEquals(List.of(), told);
    assertNull(server.session());
  }

  /** A client's hello, and what a server answers. */
  private void begin(TlsConfig servers) {
    toServer.clear();
    toClient.clear();
    client =
        TlsEngine.client(
            clients, "peer", null, new ReentrantLock(), new Records(toServer), AlertListener.NONE);
    server =
        TlsEngine.server(
            servers, null, new ReentrantLock(), new Records(toClient), AlertListener.NONE);
    assertEquals(Step.MORE, client.start());
    assertEquals(Step.MORE, server.start());
    hear(server, toServer);
  }

  private static TlsConfig client() {
    return TlsConfig.builder()
        .minVersion(TlsVersion.TLS_1_3)
        .hostName("localhost")
        .serverName("localhost")
        .trust(Ends.trust())
        .build();
  }

  private static TlsConfig.Builder server(Sessions sessions) {
    return TlsConfig.builder()
        .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
        .sessions(sessions);
  }

  /** As of a blocking transport. */
  private record Records(List<byte[]> all) implements RecordSink {

    @Override
    public boolean isBlocking() {
      return true;
    }

    @Override
    public void put(byte[] buf, int off, int length) {
      all.add(Arrays.copyOfRange(buf, off, off + length));
    }
  }

  private static List<Integer> types(List<byte[]> records) {
    return records.stream().map(each -> (int) each[0]).toList();
  }

  private static void hear(TlsEngine engine, List<byte[]> records) {
    List<byte[]> all = List.copyOf(records);
    records.clear();
    for (byte[] record : all) {
      assertEquals(record.length - RecordHeader.LENGTH, engine.recordLength(record));
      engine.feed(record, 0, record.length);
      assertNull(engine.fault());
    }
  }
}
