package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.engine.JdkAead.Algorithm;
import dev.heddle.engine.WatchedCiphers.Trouble;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many more connections than the ring has places, on several threads, that fail in the midst of
 * records, close and begin anew. With {@code -Dheddle.ring.steps=N} it takes N steps per thread.
 */
class CipherRingStressTest {

  private static final int STEPS = Integer.getInteger("heddle.ring.steps", 3000);
  private static final int THREADS = 6;
  private static final int CONNECTIONS = 2 * CipherRing.PLACES;

  private final WatchedCiphers watched = new WatchedCiphers();

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void noRecordGetsAnothersKeyAndNoKeyStays(Algorithm algorithm) throws Exception {
    CipherRing sealing = new CipherRing(algorithm, true, watched, new SecureRandom());
    CipherRing opening = new CipherRing(algorithm, false, watched, new SecureRandom());
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new Connection(sealing, opening));
    }
    long seed = new SecureRandom().nextLong();
    List<Future<Integer>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        var random = new SplittableRandom(seed + i);
        done.add(threads.submit(() -> run(connections, random)));
      }
    }
    int opened = 0;
    for (Future<Integer> each : done) {
      opened += each.get();
    }
    assertTrue(opened > THREADS * STEPS / 3, "opened " + opened);
    assertNull(watched.fault(), "seed " + seed);
    connections.forEach(Connection::close);
    assertEquals(0, watched.withKey(), () -> "of " + watched.count() + " ciphers, seed " + seed);
  }

  /** No memory for the next key, where the last one has been wiped. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void whatFailedToTakeAKeyIsWiped(Algorithm algorithm) throws Exception {
    CipherRing sealing = new CipherRing(algorithm, true, watched, new SecureRandom());
    CipherRing opening = new CipherRing(algorithm, false, watched, new SecureRandom());
    var connection = new Connection(sealing, opening);
    for (Trouble each : new Trouble[] {Trouble.BEFORE_KEY, Trouble.AFTER_KEY}) {
      connection.use(connection.sender, 0, new byte[26], 10);
      byte[] next = new byte[32];
      next[0] = 1;
      connection.sender.setKey(next, 0, next.length);
      watched.arm(each);
      assertThrows(OutOfMemoryError.class, () -> connection.sender.begin(1, new byte[5]));
      connection.close();
      assertEquals(0, watched.withKey());
      connection.connect();
    }
  }

  private int run(List<Connection> connections, SplittableRandom random) throws Exception {
    int opened = 0;
    int steps = 0;
    while (steps < STEPS) {
      Connection connection = connections.get(random.nextInt(connections.size()));
      if (!connection.turn.tryLock()) {
        continue; // a half has one thread at a time
      }
      try {
        opened += connection.step(random);
        steps++;
      } finally {
        connection.turn.unlock();
      }
    }
    return opened;
  }

  /** One direction of it, both ends. */
  private final class Connection {
    private final CipherRing sealing;
    private final CipherRing opening;
    private final SecureRandom keys = new SecureRandom();
    final ReentrantLock turn = new ReentrantLock();
    private JdkAead sender;
    private JdkAead receiver;
    private long number;

    Connection(CipherRing sealing, CipherRing opening) {
      this.sealing = sealing;
      this.opening = opening;
      connect();
    }

    private void connect() {
      byte[] secret = new byte[32 + JdkAead.NONCE_BYTES];
      keys.nextBytes(secret);
      sender = keyed(sealing, secret.clone());
      receiver = keyed(opening, secret);
      number = 0;
    }

    private JdkAead keyed(CipherRing ring, byte[] secret) {
      JdkAead aead = new JdkAead(ring);
      aead.setKey(secret, 0, 32);
      aead.setIv(secret, 32, JdkAead.NONCE_BYTES);
      return aead;
    }

    void close() {
      sender.wipe();
      receiver.wipe();
    }

    /** Answers how many records have gone through. */
    int step(SplittableRandom random) throws GeneralSecurityException {
      switch (random.nextInt(16)) {
        case 0 -> {
          close();
          connect();
          return 0;
        }
        case 1 -> {
          watched.arm(Trouble.values()[random.nextInt(Trouble.values().length)]);
          return transfer(random);
        }
        case 2 -> {
          JdkCipher half = sender.begin(number++, new byte[5]);
          half.update(new byte[40], 0, 40, new byte[64], 0);
          sender.end(half);
          return 0;
        }
        default -> {
          return transfer(random);
        }
      }
    }

    private int transfer(SplittableRandom random) throws GeneralSecurityException {
      byte[] data = new byte[random.nextInt(100)];
      random.nextBytes(data);
      byte[] record = Arrays.copyOf(data, data.length + JdkAead.TAG_BYTES);
      long seqNo = number++;
      try {
        use(sender, seqNo, record, data.length);
        if (random.nextInt(16) == 0) {
          refused(seqNo, record);
        }
        use(receiver, seqNo, record, record.length);
      } catch (OutOfMemoryError e) {
        return 0; // as asked for
      } finally {
        watched.arm(null);
      }
      assertTrue(Arrays.equals(data, 0, data.length, record, 0, data.length));
      return 1;
    }

    private void refused(long seqNo, byte[] record) throws GeneralSecurityException {
      byte[] forged = record.clone();
      forged[forged.length - 1] ^= 1;
      try {
        use(receiver, seqNo + 1, forged, forged.length);
      } catch (AEADBadTagException e) {
        return;
      }
      throw new GeneralSecurityException("a wrong tag was right");
    }

    private void use(JdkAead aead, long seqNo, byte[] record, int length)
        throws GeneralSecurityException {
      JdkCipher cipher = aead.begin(seqNo, new byte[] {1, 2, 3, 4, 5});
      try {
        cipher.doFinal(record, 0, length, record, 0);
      } finally {
        aead.end(cipher);
      }
    }
  }
}
