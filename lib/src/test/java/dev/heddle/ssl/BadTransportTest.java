package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Transports that throw, hold back or close at the wrong moment: nothing is lost or sent twice. */
class BadTransportTest {

  private final BioPair pair = BioPair.of(1 << 16, 1 << 16);
  private final Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
  private Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();

  /** What a test does before a write goes through; may throw. */
  private interface Before {
    void write(int call) throws IOException;
  }

  private Bio sink(Before before) {
    int[] calls = {0};
    return CallbackBio.over(
            pair.first()::read,
            (buf, off, length) -> {
              before.write(++calls[0]);
              return pair.first().write(buf, off, length);
            })
        .build();
  }

  private void connectOver(Bio transport) {
    client.setBio(transport, transport);
    server.setBio(pair.second(), pair.second());
  }

  private void shakeHands() {
    for (int round = 0; round < 5; round++) {
      client.connect();
      server.accept();
    }
  }

  @Test
  void aLastFlightThatFailsIsNoHandshake() {
    connectOver(
        sink(
            call -> {
              if (call == 2) {
                throw new IOException("Broken pipe");
              }
            }));
    shakeHands();
    assertEquals(-1, client.connect(), "the second try must not find it done");
    assertFalse(client.isInitFinished());
    assertEquals(-1, client.write(new byte[5]));
  }

  @Test
  void aTransportThatThrowsWhatItMustNotSendsNothingTwice() {
    boolean[] bang = {false};
    connectOver(
        sink(
            call -> {
              if (bang[0]) {
                bang[0] = false;
                throw new IllegalStateException("bang");
              }
            }));
    shakeHands();
    bang[0] = true;
    byte[] once = "pay once".getBytes(StandardCharsets.US_ASCII);
    assertEquals(-1, client.write(once));
    ErrorEntry error = client.errors().getError();
    assertInstanceOf(Fault.Internal.class, error.report().fault());
    assertInstanceOf(IllegalStateException.class, error.cause());
    assertEquals(-1, client.write(once), "failed is failed");
    assertEquals(-1, server.read(new byte[100]));
    assertEquals(SslError.WANT_READ, server.getError(-1));
  }

  @Test
  void aFlushThatIsNotDoneIsAskedForAgain() {
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    boolean[] room = {false};
    Bio buffering =
        CallbackBio.over(
                pair.first()::read,
                (buf, off, length) -> {
                  held.write(buf, off, length);
                  return length;
                })
            .flush(
                () -> {
                  if (room[0] && held.size() > 0) {
                    byte[] all = held.toByteArray();
                    held.reset();
                    pair.first().write(all, 0, all.length);
                  }
                  return room[0];
                })
            .build();
    connectOver(buffering);
    assertEquals(SslError.WANT_WRITE, client.getError(client.connect()));
    room[0] = true;
    shakeHands();
    assertEquals(1, client.connect());
  }

  @Test
  void closingInsideTheClientHelloCallbackIsReportedAsThat() {
    server =
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3)
            .clientHelloCallback(
                hello -> {
                  server.close();
                  return ClientHelloCallback.Result.SUCCESS;
                })
            .build()
            .newSsl();
    connectOver(pair.first());
    client.connect();
    assertEquals(-1, server.accept());
    assertEquals("closed by another thread", server.errors().getError().reason());
  }

  @Test
  void anAbortThatThrowsDoesNotSwallowTheInterrupt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Bio stuck =
        CallbackBio.over(
                (buf, off, length) -> {
                  reading.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                  }
                  return 0;
                },
                (buf, off, length) -> length)
            .blocking(true)
            .abort(
                () -> {
                  throw new IllegalStateException("abort");
                })
            .build();
    client.setBio(stuck, stuck);
    FutureTask<Boolean> flag =
        new FutureTask<>(
            () -> {
              assertEquals(-1, client.connect());
              return Thread.currentThread().isInterrupted();
            });
    Thread caller = Thread.ofPlatform().daemon().start(flag);
    reading.await();
    caller.interrupt();
    assertTrue(Ends.await(flag), "the interrupt flag is gone");
  }
}
