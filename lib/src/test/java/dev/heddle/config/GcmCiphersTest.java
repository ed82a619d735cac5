package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** Ciphers are used again, by one user at a time, and not after a failure. */
class GcmCiphersTest {

  private static final String PURPOSE = "tests";

  private final TicketKey key = TicketKey.random();
  private final TicketKeys keys = () -> List.of(key);

  @Test
  void eachIsOneUsersAlone() throws Exception {
    GcmCiphers ciphers = new GcmCiphers();
    Cipher one = ciphers.take();
    assertNotSame(one, ciphers.take());
    ciphers.giveBack(one);
    assertSame(one, ciphers.take());
    assertNotSame(one, ciphers.take());
  }

  @Test
  void keepsNoMoreThanItSays() throws Exception {
    GcmCiphers ciphers = new GcmCiphers();
    for (int i = 0; i < 2 * GcmCiphers.MOST; i++) {
      ciphers.giveBack(Cipher.getInstance("AES/GCM/NoPadding"));
    }
    assertEquals(GcmCiphers.MOST, ciphers.size());
  }

  @Test
  void oneThatHasFailedIsNotUsedAgain() {
    byte[] sealed = SessionSeal.seal(SessionSamples.tls13(), keys, PURPOSE);
    assertEquals(1, key.ciphers().size());
    sealed[sealed.length - 1] ^= 1;
    assertTrue(SessionSeal.open(sealed, keys, PURPOSE).isEmpty());
    assertEquals(0, key.ciphers().size());
  }

  @Test
  void manyAtOnceGetTheirOwn() throws Exception {
    List<Future<Void>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        int ticketBytes = 100 + i;
        all.add(threads.submit(sealsAndOpens(ticketBytes)));
      }
    }
    for (Future<Void> each : all) {
      each.get();
    }
    assertTrue(key.ciphers().size() <= GcmCiphers.MOST);
  }

  private Callable<Void> sealsAndOpens(int ticketBytes) {
    return () -> {
      for (int i = 0; i < 200; i++) {
        byte[] sealed = SessionSeal.seal(SessionSamples.tls13(ticketBytes), keys, PURPOSE);
        SessionValues opened = SessionSeal.open(sealed, keys, PURPOSE).orElseThrow();
        assertEquals(ticketBytes, opened.ticket().length);
      }
      return null;
    };
  }
}
