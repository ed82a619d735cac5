package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.engine.JdkAead.Algorithm;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ciphers go from hand to hand, and no key is ever used for another's records. */
class CipherRingTest {

  @Test
  void stayWithWhoUsesThem() throws Exception {
    CipherRing ring = ring(Algorithm.AES_GCM);
    JdkAead one = aead(ring, 1);
    JdkCipher first = use(one, 0);
    for (int i = 1; i < CipherRing.PLACES; i++) {
      assertNotSame(first, use(aead(ring, i + 1), 0));
    }
    assertSame(first, use(one, 1));
  }

  @Test
  void passOnWhenTheRingHasComeRound() throws Exception {
    CipherRing ring = ring(Algorithm.AES_GCM);
    JdkAead idle = aead(ring, 1);
    JdkCipher first = use(idle, 0);
    for (int i = 1; i < CipherRing.PLACES; i++) {
      use(aead(ring, i + 1), 0);
    }
    assertSame(first, use(aead(ring, 200), 0));
    assertNull(idle.giveUp());
    use(idle, 1);
    assertNotNull(idle.giveUp());
  }

  /** Also those of the handshake, whose keys are wiped when it is done. */
  @Test
  void passOnWhenTheKeyIsWiped() throws Exception {
    CipherRing ring = ring(Algorithm.AES_GCM);
    JdkAead gone = aead(ring, 1);
    JdkCipher first = use(gone, 0);
    gone.wipe();
    assertThrows(IllegalStateException.class, () -> gone.begin(1, new byte[5]));
    for (int i = 1; i < CipherRing.PLACES; i++) {
      use(aead(ring, i + 1), 0);
    }
    assertSame(first, use(aead(ring, 200), 0));
  }

  /** Who is in the middle of a record keeps the cipher for that, and no longer. */
  @Test
  void nobodyTakesOneThatIsInUse() throws Exception {
    CipherRing ring = ring(Algorithm.AES_GCM);
    JdkAead slow = aead(ring, 1);
    JdkCipher used = slow.begin(0, new byte[5]);
    for (int i = 0; i < CipherRing.PLACES; i++) {
      assertNotSame(used, use(aead(ring, i + 2), 0));
    }
    byte[] record = new byte[26];
    used.doFinal(record, 0, 10, record, 0);
    slow.end(used);
    assertArrayEquals(sealed(aead(ring(Algorithm.AES_GCM), 1), 0), record);
    assertNull(slow.giveUp());
  }

  /** More connections than places, on several threads: each record is as if sealed alone. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void recordsAreRightWhoeverHadTheCipherBefore(Algorithm algorithm) throws Exception {
    CipherRing ring = ring(algorithm);
    int each = CipherRing.PLACES / 2;
    List<Future<Integer>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        int from = thread * each;
        done.add(threads.submit(() -> sealAll(ring, algorithm, from, from + each)));
      }
    }
    for (Future<Integer> right : done) {
      assertEquals(20 * each, right.get());
    }
  }

  private static int sealAll(CipherRing ring, Algorithm algorithm, int from, int to)
      throws Exception {
    List<JdkAead> mine = new ArrayList<>();
    List<JdkAead> alone = new ArrayList<>();
    for (int i = from; i < to; i++) {
      mine.add(aead(ring, i));
      alone.add(aead(ring(algorithm), i));
    }
    int right = 0;
    for (int number = 0; number < 20; number++) {
      for (int i = 0; i < mine.size(); i++) {
        right += Arrays.equals(sealed(alone.get(i), number), sealed(mine.get(i), number)) ? 1 : 0;
      }
    }
    mine.forEach(JdkAead::wipe);
    return right;
  }

  private static JdkCipher use(JdkAead aead, long number) throws Exception {
    JdkCipher cipher = aead.begin(number, new byte[5]);
    cipher.doFinal(new byte[26], 0, 10, new byte[26], 0);
    aead.end(cipher);
    return cipher;
  }

  private static byte[] sealed(JdkAead aead, long number) throws Exception {
    byte[] record = new byte[26];
    JdkCipher cipher = aead.begin(number, new byte[5]);
    cipher.doFinal(record, 0, 10, record, 0);
    aead.end(cipher);
    return record;
  }

  private static CipherRing ring(Algorithm algorithm) {
    return new CipherRing(algorithm, true, new JdkFirst(), new SecureRandom());
  }

  private static JdkAead aead(CipherRing ring, int key) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) key;
    bytes[1] = (byte) (key >> 8 | 1);
    JdkAead aead = new JdkAead(ring);
    aead.setKey(bytes, 0, bytes.length);
    return aead;
  }
}
