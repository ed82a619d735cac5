package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.loop.LentBuffers;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts.KeyType;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error reaches the caller, and the connection has failed then. */
class ErrorTest {

  private static final Error BANG = new AssertionError("bang");

  private final BioPair pair = BioPair.of(1 << 17, 1 << 17);
  private final Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();

  private static Ssl client(Function<SslContext.Builder, SslContext.Builder> with) {
    return Ends.localhost(with.apply(Ends.client(TlsVersion.TLS_1_3)).build());
  }

  /** Deep enough for any stack. */
  private static int dig(int depth) {
    return depth < 0 ? depth : dig(depth + 1) + 1;
  }

  @ParameterizedTest(name = "virtual caller: {0}")
  @ValueSource(booleans = {true, false})
  void ofACallbackOverABlockingTransport(boolean virtual) throws Exception {
    int before = LentBuffers.count();
    try (Sockets sockets = Sockets.open();
        server;
        Ssl client =
            client(
                with ->
                    with.verifyCallback(
                        step -> {
                          throw BANG;
                        }))) {
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      FutureTask<Error> connecting =
          new FutureTask<>(
              () -> {
                Error thrown = assertThrows(Error.class, client::connect);
                assertFailed(client, client.connect(), thrown);
                assertFailed(client, client.read(new byte[1]), thrown);
                assertFailed(client, client.write(new byte[1]), thrown);
                return thrown;
              });
      Thread caller =
          virtual
              ? Thread.ofVirtual().start(connecting)
              : Thread.ofPlatform().daemon().start(connecting);
      assertEquals(-1, server.accept());
      assertEquals(Alert.INTERNAL_ERROR, server.errors().getError().alert());
      assertSame(BANG, Ends.await(connecting));
      caller.join();
    }
    assertEquals(before, LentBuffers.count());
  }

  @Test
  void aStackThatIsTooDeep() {
    try (server;
        Ssl client = client(with -> with.verifyCallback(step -> dig(0) == 0))) {
      client.setBio(pair.first(), pair.first());
      server.setBio(pair.second(), pair.second());
      int before = LentBuffers.count();
      client.connect();
      server.accept();
      Error thrown = assertThrows(StackOverflowError.class, client::connect);
      assertFailed(client, client.connect(), thrown);
      assertEquals(before, LentBuffers.count(), "held by a connection that has failed");
      assertEquals(-1, server.accept());
      assertEquals(Alert.INTERNAL_ERROR, server.errors().getError().alert());
    }
  }

  /** Which call of the transport throws. */
  private enum At {
    READ,
    WRITE,
    FLUSH
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void ofTheTransport(At at) {
    boolean[] armed = {false};
    try (server;
        Ssl client = client(with -> with)) {
      Bio transport =
          CallbackBio.over(
                  (buf, off, length) -> {
                    bang(armed[0] && at == At.READ && length > 5);
                    return pair.first().read(buf, off, length);
                  },
                  (buf, off, length) -> {
                    bang(armed[0] && at == At.WRITE);
                    return pair.first().write(buf, off, length);
                  })
              .flush(
                  () -> {
                    bang(armed[0] && at == At.FLUSH);
                    return true;
                  })
              .build();
      shakeHands(client, transport);
      int before = LentBuffers.count();
      server.write(new byte[10]);
      armed[0] = true;
      Error thrown =
          assertThrows(
              Error.class,
              () -> {
                if (at == At.READ) {
                  client.read(new byte[10]);
                } else {
                  client.write(new byte[10]);
                }
              });
      assertSame(BANG, thrown);
      armed[0] = false;
      assertFailed(client, client.write(new byte[10]), BANG);
      assertFailed(client, client.read(new byte[10]), BANG);
      assertFailed(client, client.shutdown(), BANG);
      assertEquals(before, LentBuffers.count());
    }
  }

  private static void bang(boolean now) {
    if (now) {
      throw BANG;
    }
  }

  private void shakeHands(Ssl client, Bio transport) {
    client.setBio(transport, transport);
    server.setBio(pair.second(), pair.second());
    for (int round = 0;
        round < 5 && !(client.isInitFinished() && server.isInitFinished());
        round++) {
      client.connect();
      server.accept();
    }
    if (!client.isInitFinished() || !server.isInitFinished()) {
      fail("no handshake: " + client.errors().getError());
    }
  }

  private static void assertFailed(Ssl ssl, int answer, Error thrown) {
    assertEquals(-1, answer);
    Fault fault = ssl.errors().getError().report().fault();
    assertSame(thrown, assertInstanceOf(Fault.Internal.class, fault).cause());
    ssl.errors().clearError();
  }
}
