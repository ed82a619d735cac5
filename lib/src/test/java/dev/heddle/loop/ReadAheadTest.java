package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading beyond the current record, and not. */
class ReadAheadTest {

  private static final int ROOM = 1 << 20;

  private final BioPair pair = BioPair.of(ROOM, ROOM);
  private final List<Integer> asked = new ArrayList<>();
  private boolean ticketsAtOnce;
  private int reads;
  private int chunk = ROOM;

  @Test
  void recordsThatHaveComeTakeTwoCalls() {
    Loop client = opened(TlsVersion.TLS_1_3, true);
    assertEquals(2, readsOfFiveRecords(client, 1000));
  }

  @Test
  void shortRecordsThatHaveComeTakeOneCall() {
    Loop client = opened(TlsVersion.TLS_1_3, true);
    assertEquals(1, readsOfFiveRecords(client, 10));
  }

  @Test
  void aFlightIsAskedForWholeAndLessWhereAConnectionMayIdle() {
    Loop client = opened(TlsVersion.TLS_1_3, true);
    assertEquals(2048, asked.getFirst());
    asked.clear();
    Outcome outcome = new Outcome();
    assertEquals(Loop.AGAIN, client.read(new byte[1], 0, 1, false, outcome));
    assertEquals(List.of(512), asked);
    server.write(new byte[3000], 0, 3000, outcome);
    assertEquals(3000, client.read(new byte[3000], 0, 3000, false, outcome));
    asked.clear();
    assertEquals(Loop.AGAIN, client.read(new byte[1], 0, 1, false, outcome));
    assertEquals(List.of(5), asked);
  }

  /** The first ticket comes in with the flight, whole or in part, and waits for the next read. */
  @ParameterizedTest
  @ValueSource(ints = {2048, 1000, 960, 930})
  void ticketsThatHaveComeHoldNoBuffer(int size) {
    int lent = Buffers.lent();
    chunk = size;
    ticketsAtOnce = true;
    Loop client = handshaken(TlsVersion.TLS_1_3, true);
    assertTrue(client.hasPending());
    assertEquals(lent, Buffers.lent());
    Outcome outcome = new Outcome();
    assertEquals(Loop.AGAIN, client.read(new byte[1], 0, 1, false, outcome));
    assertNotNull(client.facts().session());
    server.write(new byte[10], 0, 10, outcome);
    assertEquals(10, client.read(new byte[10], 0, 10, false, outcome));
    assertEquals(lent, Buffers.lent());
  }

  @Test
  void withoutItEachHasItsHeaderAndItsBodyAskedFor() {
    Loop client = opened(TlsVersion.TLS_1_3, false);
    assertEquals(10, readsOfFiveRecords(client, 10));
  }

  /** In pieces of every kind the same bytes come, and no buffer stays out. */
  @ParameterizedTest
  @CsvSource({
    "1,TLS_1_3",
    "2,TLS_1_3",
    "4,TLS_1_3",
    "5,TLS_1_2",
    "6,TLS_1_3",
    "7,TLS_1_2",
    "100,TLS_1_3",
    "16383,TLS_1_2",
    "16640,TLS_1_3",
    "17000,TLS_1_3",
    "1000000,TLS_1_2"
  })
  void chunksOfEverySizeBringTheSameBytes(int size, TlsVersion version) {
    int lent = Buffers.lent();
    chunk = size;
    Loop client = opened(version, true);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] sent = new byte[100_000];
    random.nextBytes(sent);
    for (int off = 0; off < sent.length; ) {
      int n = Math.min(sent.length - off, 1 + random.nextInt(random.nextBoolean() ? 50 : 16384));
      assertEquals(n, server.write(sent, off, n, new Outcome()));
      off += n;
    }
    server.shutdown(new Outcome());
    byte[] got = new byte[sent.length];
    Outcome outcome = new Outcome();
    int have = 0;
    int n;
    while ((n = client.read(got, have, got.length - have, false, outcome)) > 0) {
      have += n;
      if (have == got.length) {
        break;
      }
    }
    assertArrayEquals(sent, Arrays.copyOf(got, have), "seed " + seed);
    assertEquals(Loop.END, client.read(new byte[1], 0, 1, false, outcome));
    assertEquals(lent, Buffers.lent());
  }

  @Test
  void whatWasReadAheadIsPendingAndGoesWithTheConnection() {
    int lent = Buffers.lent();
    Loop client = opened(TlsVersion.TLS_1_3, true);
    Outcome outcome = new Outcome();
    server.write(new byte[10], 0, 10, outcome);
    server.write(new byte[10], 0, 10, outcome);
    assertEquals(10, client.read(new byte[10], 0, 10, false, outcome));
    assertTrue(client.hasPending());
    assertEquals(lent + 1, Buffers.lent());
    client.close();
    assertEquals(lent, Buffers.lent());
  }

  private Loop server;

  /** With the tickets taken in. */
  private Loop opened(TlsVersion version, boolean readAhead) {
    Loop client = handshaken(version, readAhead);
    assertEquals(Loop.AGAIN, client.read(new byte[1], 0, 1, false, new Outcome()));
    return client;
  }

  private Loop handshaken(TlsVersion version, boolean readAhead) {
    Settings settings = new Settings();
    settings.readAhead = readAhead;
    Bio near = pair.first();
    CallbackBio counted =
        CallbackBio.over(
                (buf, off, len) -> {
                  reads++;
                  asked.add(len);
                  return near.read(buf, off, Math.min(len, chunk));
                },
                near::write)
            .blocking(false)
            .build();
    Loop client =
        new Loop(true, config(version).build(), counted, counted, settings, (s, l, d) -> {});
    server =
        new Loop(
            false,
            config(version)
                .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
                .sessions(Sessions.create().withTicketsAtOnce(ticketsAtOnce))
                .build(),
            pair.second(),
            ticketsAtOnce ? blocking(pair.second()) : pair.second(),
            new Settings(),
            (s, l, d) -> {});
    int connected = Loop.AGAIN;
    int accepted = Loop.AGAIN;
    for (int i = 0; i < 100_000 && (connected != Loop.DONE || accepted != Loop.DONE); i++) {
      connected = client.handshake(new Outcome());
      accepted = server.handshake(new Outcome());
    }
    assertEquals(Loop.DONE, connected);
    assertEquals(Loop.DONE, accepted);
    return client;
  }

  /** There is room for all that is written in these tests. */
  private static Bio blocking(Bio far) {
    return CallbackBio.over((buf, off, len) -> -1, far::write).blocking(true).build();
  }

  private static TlsConfig.Builder config(TlsVersion version) {
    return TlsConfig.builder()
        .minVersion(version)
        .maxVersion(version)
        .trust(Ends.trust())
        .hostName("localhost");
  }

  private int readsOfFiveRecords(Loop client, int size) {
    for (int i = 0; i < 5; i++) {
      assertEquals(size, server.write(new byte[size], 0, size, new Outcome()));
    }
    reads = 0;
    for (int i = 0; i < 5; i++) {
      assertEquals(size, client.read(new byte[size], 0, size, false, new Outcome()));
    }
    return reads;
  }
}
