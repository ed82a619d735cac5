package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.Session;
import dev.heddle.config.SessionCache;
import dev.heddle.config.SessionKey;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache that throws fails the connection, and hides no other failure. */
class BrokenCacheTest {

  /** What a cache answers, or throws. */
  private record Cache(Runnable whenPut, Supplier<Session> whenTaken, Runnable whenRemoved)
      implements SessionCache {
    @Override
    public void put(SessionKey key, Session session) {
      whenPut.run();
    }

    @Override
    public Session take(SessionKey key) {
      return whenTaken.get();
    }

    @Override
    public void remove(SessionKey key, Session session) {
      whenRemoved.run();
    }
  }

  private static void fail() {
    throw new IllegalStateException("the cache is down");
  }

  private static Session failToTake() {
    throw new IllegalStateException("the cache is down");
  }

  private final BioPair pair = BioPair.of(20_000, 20_000);

  private Ssl client(SessionCache cache) {
    Ssl client =
        Ends.localhost(
            Ends.client(TlsVersion.TLS_1_2)
                .sessCacheMode(SessCacheMode.CLIENT)
                .sessCache(cache)
                .build());
    Bio bio =
        CallbackBio.over(pair.first()::read, pair.first()::write).peer("localhost:443").build();
    client.setBio(bio, bio);
    return client;
  }

  private Ssl server(SessionCache cache) {
    Ssl server =
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2)
            .setOptions(Option.NO_TICKET)
            .sessCache(cache)
            .build()
            .newSsl();
    server.setBio(pair.second(), pair.second());
    return server;
  }

  private static void shakeHands(Ssl client, Ssl server) {
    int connected = -1;
    int accepted = -1;
    for (int round = 0; round < 20 && (connected != 1 || accepted != 1); round++) {
      connected = client.connect();
      accepted = server.accept();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thatASessionCannotBeRemovedHidesNoFault(boolean isClient) throws IOException {
    Cache works = new Cache(() -> {}, () -> null, () -> {});
    Cache broken = new Cache(() -> {}, () -> null, BrokenCacheTest::fail);
    try (Ssl client = client(isClient ? broken : works);
        Ssl server = server(isClient ? works : broken)) {
      shakeHands(client, server);
      Ssl failing = isClient ? client : server;
      Session session = failing.getSession();
      assertTrue(session.isResumable());
      byte[] record = new byte[5 + 40];
      record[0] = 23;
      record[1] = 3;
      record[2] = 3;
      record[4] = 40;
      Bio peer = isClient ? pair.second() : pair.first();
      assertEquals(record.length, peer.write(record, 0, record.length));
      assertEquals(-1, failing.read(new byte[1]));
      assertEquals(SslError.SSL, failing.getError(-1));
      String error = failing.errors().getError().toString();
      assertTrue(error.contains("bad_record_mac"), error);
      assertFalse(session.isResumable());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thatASessionCannotBeKeptFailsTheHandshake(boolean isClient) {
    Cache works = new Cache(() -> {}, () -> null, () -> {});
    Cache broken = new Cache(BrokenCacheTest::fail, () -> null, BrokenCacheTest::fail);
    try (Ssl client = client(isClient ? broken : works);
        Ssl server = server(isClient ? works : broken)) {
      shakeHands(client, server);
      assertDown(isClient ? client : server);
    }
  }

  @Test
  void thatNoSessionCanBeTakenFailsTheHandshake() {
    try (Ssl client = client(new Cache(() -> {}, BrokenCacheTest::failToTake, () -> {}))) {
      assertEquals(-1, client.connect());
      assertDown(client);
    }
  }

  private static void assertDown(Ssl failing) {
    failing.errors().clearError();
    assertEquals(-1, failing.read(new byte[1]));
    assertEquals(SslError.SSL, failing.getError(-1));
    String error = failing.errors().getError().toString();
    assertTrue(error.contains("internal error"), error);
  }
}
