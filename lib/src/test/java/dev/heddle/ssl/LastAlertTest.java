package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.CallbackBio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.fault.Alert;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer that refuses us says why and closes; what it has not read makes that a reset. A write that
 * meets the reset reports the alert that lies before it.
 */
class LastAlertTest {

  private static SslContext.Builder demanding() {
    return Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3)
        .trust(Trust.of(List.of(TestCerts.root().certificate())))
        .verifyPeerFailIfNoPeerCert();
  }

  private final Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
  private final Ssl server = demanding().build().newSsl();

  /** In TLS 1.3 the client is done before the server has seen that there is no certificate. */
  private void shakeHands(Bio bio, Socket serverSocket) throws Exception {
    client.setBio(bio, bio);
    server.setSocket(serverSocket);
    FutureTask<Integer> accepting = Ends.virtually(server::accept);
    int answer;
    do {
      answer = client.connect();
    } while (answer != 1 && client.getError(answer) == SslError.WANT_READ);
    assertEquals(1, answer, () -> "" + client.errors().peekError());
    assertEquals(-1, Ends.await(accepting));
    reset(serverSocket);
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void assertRefused(int answer) {
    assertEquals(-1, answer);
    assertEquals(SslError.SSL, client.getError(answer), () -> "" + client.errors().peekError());
    assertEquals(Alert.CERTIFICATE_REQUIRED, client.errors().getError().alert());
  }

  @Test
  void aWrite() throws Exception {
    try (Sockets sockets = Sockets.open()) {
      shakeHands(SocketBio.of(sockets.one()), sockets.other());
      assertRefused(client.write(new byte[10]));
      assertRefused(client.read(new byte[10]));
    }
  }

  @Test
  void aShutdown() throws Exception {
    try (Sockets sockets = Sockets.open()) {
      shakeHands(SocketBio.of(sockets.one()), sockets.other());
      assertRefused(client.shutdown());
    }
  }

  @ParameterizedTest(name = "blocking: {0}")
  @ValueSource(booleans = {true, false})
  void aWriteToAChannel(boolean blocking) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SocketChannel channel =
            SocketChannel.open(
                new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()))) {
      channel.configureBlocking(blocking);
      shakeHands(ChannelBio.of(channel), listener.accept());
      assertRefused(client.write(new byte[10]));
    }
  }

  /**
   * The server refuses the certificate while the rest of the client's flight is still to go out.
   */
  @Test
  void aFlightOfTheHandshake() throws Exception {
    SslContext expired =
        Ends.client(TlsVersion.TLS_1_3)
            .credentials(
                Ends.credentials(
                    TestCerts.make("late")
                        .purpose(KeyPurposeId.id_kp_clientAuth)
                        .by(TestCerts.root())
                        .expired()
                        .build()))
            .build();
    try (Sockets sockets = Sockets.open();
        Ssl late = Ends.localhost(expired)) {
      SocketBio socket = SocketBio.of(sockets.one());
      server.setSocket(sockets.other());
      FutureTask<Integer> accepting =
          Ends.virtually(
              () -> {
                int answer = server.accept();
                reset(sockets.other());
                return answer;
              });
      int[] calls = {0};
      Bio inTwo =
          CallbackBio.over(
                  socket::read,
                  (buf, off, length) -> {
                    if (++calls[0] != 2) {
                      return socket.write(buf, off, length);
                    }
                    int most = socket.write(buf, off, length - 1);
                    try {
                      assertEquals(-1, Ends.await(accepting));
                    } catch (Exception e) {
                      throw new IOException(e);
                    }
                    return most;
                  })
              .blocking(true)
              .close(socket::close)
              .abort(socket::abort)
              .build();
      late.setBio(inTwo, inTwo);
      assertEquals(-1, late.connect());
      assertEquals(Alert.CERTIFICATE_EXPIRED, late.errors().getError().alert());
    }
  }

  /** The writer fails first; the reader, who has the alert, says better why. */
  @Test
  void aReaderBesideTheWriter() throws Exception {
    try (Sockets sockets = Sockets.open()) {
      SocketBio socket = SocketBio.of(sockets.one());
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch written = new CountDownLatch(1);
      boolean[] held = {false};
      Bio bio =
          CallbackBio.over(
                  (buf, off, length) -> {
                    if (held[0]) {
                      reading.countDown();
                      try {
                        written.await(20, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                    }
                    return socket.read(buf, off, length);
                  },
                  socket::write)
              .blocking(true)
              .close(socket::close)
              .abort(socket::abort)
              .build();
      shakeHands(bio, sockets.other());
      held[0] = true;
      FutureTask<Alert> reader =
          Ends.virtually(
              () -> {
                assertEquals(-1, client.read(new byte[10]));
                return client.errors().getError().alert();
              });
      assertTrue(reading.await(20, TimeUnit.SECONDS));
      assertEquals(-1, client.write(new byte[10]));
      assertEquals("transport error", client.errors().getError().reason());
      written.countDown();
      assertEquals(Alert.CERTIFICATE_REQUIRED, Ends.await(reader));
      assertRefused(client.write(new byte[10]));
    }
  }

  /** The reader's time was up while the writer failed; who reads again comes upon the alert. */
  @Test
  void aReaderWhoComesBack() throws Exception {
    try (Sockets sockets = Sockets.open()) {
      SocketBio socket = SocketBio.of(sockets.one());
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch written = new CountDownLatch(1);
      boolean[] held = {false};
      Bio bio =
          CallbackBio.over(
                  (buf, off, length) -> {
                    if (!held[0]) {
                      return socket.read(buf, off, length);
                    }
                    held[0] = false;
                    reading.countDown();
                    try {
                      written.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      throw new IOException(e);
                    }
                    return -1;
                  },
                  socket::write)
              .blocking(true)
              .close(socket::close)
              .abort(socket::abort)
              .build();
      shakeHands(bio, sockets.other());
      held[0] = true;
      FutureTask<Integer> reader = Ends.virtually(() -> client.read(new byte[10]));
      assertTrue(reading.await(20, TimeUnit.SECONDS));
      assertEquals(-1, client.write(new byte[10]));
      assertEquals("transport error", client.errors().getError().reason());
      written.countDown();
      assertEquals(-1, Ends.await(reader));
      assertRefused(client.read(new byte[10]));
    }
  }

  /** What never answers is not waited for. */
  @Test
  void aSourceThatSaysNothing() throws Exception {
    try (Sockets sockets = Sockets.open()) {
      SocketBio socket = SocketBio.of(sockets.one());
      boolean[] broken = {false};
      Bio bio =
          CallbackBio.over(
                  socket::read,
                  (buf, off, length) -> {
                    if (broken[0]) {
                      throw new IOException("Broken pipe");
                    }
                    return socket.write(buf, off, length);
                  })
              .blocking(true)
              .close(socket::close)
              .abort(socket::abort)
              .build();
      Ssl other = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
      client.setBio(bio, bio);
      other.setSocket(sockets.other());
      FutureTask<Integer> accepting = Ends.virtually(other::accept);
      assertEquals(1, client.connect());
      assertEquals(1, Ends.await(accepting));
      broken[0] = true;
      assertEquals(-1, client.write(new byte[10]));
      assertEquals("transport error", client.errors().getError().reason());
    }
  }
}
