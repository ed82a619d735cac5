package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.heddle.bio.BioPair;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a record allocates in a connection that has sent and received for a while, beside what the
 * JDK's cipher allocates for as many bytes; either is counted by the JVM. Time is no part of it.
 */
class RecordAllocationTest {

  private static final int LENGTH = 16384;
  private static final int HEADER = 5;
  private static final int RECORDS = 250;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A step of the work that is measured. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
      })
  void aRecordTakesLittleMoreThanTheCipherDoes(CipherSuite suite) throws Exception {
    byte[] data = new byte[LENGTH];
    byte[] read = new byte[LENGTH];
    SslContext.Builder settings = Ends.client(suite.version());
    Ssl client =
        Ends.localhost(
            (suite.version() == TlsVersion.TLS_1_3
                    ? settings.ciphersuites(suite.name())
                    : settings.cipherList(suite.name()))
                .build());
    Ssl server = Ends.server(KeyType.EC_P256, suite.version()).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(1 << 17, 1 << 17));
    long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
    long[] bare = {1 << 20, 1 << 20};
    Bare cipher = new Bare(suite);
    // The first rounds are interpreted, and allocate what compiled code does not.
    for (int round = 0; round < 24 && !isLittleMore(least, bare); round++) {
      long[] sums = new long[4];
      for (int i = 0; i < RECORDS; i++) {
        sums[0] += allocated(() -> assertEquals(LENGTH, client.write(data)));
        sums[1] += allocated(() -> assertEquals(LENGTH, server.read(read)));
        sums[2] += allocated(cipher::seal);
        sums[3] += allocated(cipher::open);
      }
      for (int way = 0; way < 2; way++) {
        least[way] = Math.min(least[way], sums[way] / RECORDS);
        bare[way] = Math.min(bare[way], sums[2 + way] / RECORDS);
      }
    }
    String figures =
        "sending %d beside %d bytes, receiving %d beside %d"
            .formatted(least[0], bare[0], least[1], bare[1]);
    assertTrue(isLittleMore(least, bare), figures);
  }

  private static boolean isLittleMore(long[] least, long[] bare) {
    return least[0] <= bare[0] * 3 / 2 && least[1] <= bare[1] * 3 / 2;
  }

  private static long allocated(Work work) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** The JDK's cipher alone, told its key for each record as it must be, from array to array. */
  private static final class Bare {

    private final boolean gcm;
    private final Cipher sealing;
    private final Cipher opening;
    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();
    private final byte[] additionalData = new byte[5];
    private final byte[] nonce = new byte[12];
    private final byte[] plain = new byte[LENGTH + 1];
    private final byte[] sealed = new byte[HEADER + LENGTH + 17];

    Bare(CipherSuite suite) throws Exception {
      gcm = suite.name().contains("AES");
      String name = gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305";
      sealing = Cipher.getInstance(name);
      opening = Cipher.getInstance(name);
      int bytes = suite.name().contains("128") ? 16 : 32;
      key = new SecretKeySpec(new byte[bytes], gcm ? "AES" : "ChaCha20");
    }

    private void init(Cipher cipher, int mode) throws Exception {
      cipher.init(
          mode, key, gcm ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce), random);
      cipher.updateAAD(additionalData);
    }

    void seal() throws Exception {
      nonce[0]++;
      if (nonce[0] == 0) {
        nonce[1]++;
      }
      init(sealing, Cipher.ENCRYPT_MODE);
      assertEquals(LENGTH + 17, sealing.doFinal(plain, 0, plain.length, sealed, HEADER));
    }

    void open() throws Exception {
      init(opening, Cipher.DECRYPT_MODE);
      assertEquals(LENGTH + 1, opening.doFinal(sealed, HEADER, LENGTH + 17, plain, 0));
    }
  }
}
