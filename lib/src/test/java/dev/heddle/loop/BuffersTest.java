package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.Ssl;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who holds a record buffer, and until when. */
class BuffersTest {

  private final BioPair pair = BioPair.of(1 << 16, 1 << 16);
  private final Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
  private final Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();

  private void shakeHands(Bio transport) {
    client.setBio(transport, transport);
    server.setBio(pair.second(), pair.second());
    for (int round = 0; round < 5; round++) {
      client.connect();
      server.accept();
    }
    assertTrue(client.isInitFinished());
  }

  @Test
  void anIdleConnectionHoldsNone() {
    shakeHands(pair.first());
    assertEquals(0, Buffers.lent());
    client.write(new byte[20_000]);
    server.read(new byte[100]);
    assertEquals(1, Buffers.lent(), "the rest of a record that was read in part");
    server.close();
    assertEquals(0, Buffers.lent());
  }

  @Test
  void whatWasNotSentIsGivenBackByClosing() {
    BioPair narrow = BioPair.of(10, 10);
    client.setBio(narrow.first(), narrow.first());
    assertEquals(-1, client.connect());
    assertEquals(1, Buffers.lent(), "the rest of the hello");
    client.close();
    assertEquals(0, Buffers.lent());
  }

  /** Whoever begins after the end makes a hello that nobody sends. */
  @Test
  void aHelloForNobodyIsGivenBack() throws Exception {
    try (Ends.Sockets sockets = Ends.Sockets.open()) {
      client.setSocket(sockets.one());
      int result =
          Ends.await(
              Ends.virtually(
                  () -> {
                    Thread.currentThread().interrupt();
                    return client.connect();
                  }));
      assertEquals(-1, result);
      assertEquals(0, Buffers.lent());
    }
  }

  /** The pool is bounded: what it does not take must not live on in the connection that had it. */
  @Test
  void aBufferThatThePoolDoesNotTakeIsNotKept() {
    AtomicReference<WeakReference<byte[]>> last = new AtomicReference<>();
    Bio noting =
        CallbackBio.over(
                (buf, off, length) -> {
                  last.set(new WeakReference<>(buf));
                  return pair.first().read(buf, off, length);
                },
                pair.first()::write)
            .build();
    shakeHands(noting);
    server.write(new byte[2]);
    List<byte[]> all = new ArrayList<>();
    // Fresh ones: the pool is empty, and no other connection has had the one that is noted.
    while (all.size() < 1000) {
      all.add(Buffers.borrow());
    }
    assertEquals(1, client.read(new byte[1]));
    assertEquals(Buffers.SIZE, last.get().get().length);
    all.forEach(buffer -> Buffers.giveBack(buffer, 0));
    assertEquals(1, client.read(new byte[1]));
    assertEquals(0, Buffers.lent());
    for (int i = 0; i < 20 && last.get().get() != null; i++) {
      System.gc();
    }
    assertNull(last.get().get(), "kept by an idle connection");
    assertTrue(client.isInitFinished());
  }

  /** What the callback is given to write must not become another connection's buffer. */
  @Test
  void closingInsideACallbackTakesNoBufferAway() {
    boolean[] armed = {false};
    int[] lent = new int[2];
    Bio closing =
        CallbackBio.over(
                pair.first()::read,
                (buf, off, length) -> {
                  if (armed[0]) {
                    lent[0] = Buffers.lent();
                    client.close();
                    lent[1] = Buffers.lent();
                  }
                  return pair.first().write(buf, off, length);
                })
            .build();
    shakeHands(closing);
    armed[0] = true;
    client.write(new byte[100]);
    assertEquals(1, lent[0]);
    assertEquals(1, lent[1], "given back while in use");
    assertEquals(0, Buffers.lent());
  }
}
