package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsException;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** How a peer is left whose handshake has failed. */
class FarewellTest {

  private static final byte[] NO_HANDSHAKE = {23, 3, 3, 0, 4, 1, 2, 3, 4};
  private static final int UNEXPECTED_MESSAGE = 10;
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final FakeTime time = new FakeTime();

  /** A client of TLS 1.3 is done before the server has looked at its certificate. */
  @Test
  void clientWithoutACertificateHearsWhyThoughItHasSentMuch() throws Exception {
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
            .trust(Ends.trust())
            .verifyMode(VerifyMode.REQUIRE)
            .build();
    byte[] much = new byte[16 << 20]; // more than the system keeps
    Limits patient = Limits.defaults().withClose(Duration.ofSeconds(30));
    TlsListener.Builder builder = Visitor.loopback().config(config).limits(patient);
    try (TlsListener listener = builder.start(Visitor::echo)) {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(TestCerts.root().trustStore());
      context.init(null, trust.getTrustManagers(), null);
      try (Socket client =
          context.getSocketFactory().createSocket("localhost", Visitor.port(listener))) {
        client.getOutputStream().write(much);
        SSLException refused =
            assertThrows(SSLException.class, () -> client.getInputStream().read());
        assertTrue(refused.getMessage().contains("certificate_required"), refused.getMessage());
      }
    }
  }

  @Test
  void whatStillComesIsDroppedUntilThePeerEnds() throws Exception {
    Limits patient = Limits.defaults().withClose(Duration.ofSeconds(30));
    try (TlsListener listener = Visitor.loopback().limits(patient).start(Visitor::echo);
        SocketChannel client = Visitor.silent(listener)) {
      ByteBuffer data = ByteBuffer.allocate(32 << 20); // more than the system keeps
      data.put(NO_HANDSHAKE).position(0);
      while (data.hasRemaining()) {
        client.write(data);
      }
      client.shutdownOutput();
      assertEquals(UNEXPECTED_MESSAGE, alertAndEnd(client));
    }
  }

  @Test
  void peerThatDoesNotEndIsLeftAtTheCloseLimit() throws Exception {
    try (TlsListener listener = Visitor.loopback().time(time).start(Visitor::echo);
        SocketChannel client = Visitor.silent(listener)) {
      client.write(ByteBuffer.wrap(NO_HANDSHAKE));
      assertEquals(UNEXPECTED_MESSAGE, alertAndEnd(client)); // the way out has ended
      time.awaitAlarmWithin(Duration.ofSeconds(1));
      assertEquals(1, listener.statistics().open());
      assertEquals(0, listener.statistics().handshaking()); // somebody else's turn
      time.advance(Duration.ofSeconds(1));
      Visitor.await(() -> listener.statistics().open() == 0);
    }
  }

  @Test
  void connectLimitCountsForAClientAsWell() throws Exception {
    Limits limits =
        Limits.defaults().withConnect(Duration.ofSeconds(5)).withClose(Duration.ofHours(1));
    Setup setup = new Setup(limits, NaglePolicy.OFF, time, new Observer(null), Map.of());
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(LOOPBACK);
        SocketChannel near = SocketChannel.open(listener.getLocalAddress());
        SocketChannel far = listener.accept()) {
      TlsConfig config = Pair.client(TlsVersion.TLS_1_3);
      TlsSocket socket = new TlsSocket(1, true, config, null, ChannelBio.of(near), setup);
      FutureTask<TlsSocket> connecting =
          Ends.virtually(() -> Handshake.finish(socket, time.in(limits.connect())));
      far.write(ByteBuffer.wrap(NO_HANDSHAKE));
      ByteBuffer heard = ByteBuffer.allocate(10_000);
      while (far.read(heard) >= 0) {
        assertTrue(heard.hasRemaining());
      }
      time.advance(limits.connect());
      TlsException refused = assertThrows(TlsException.class, () -> Ends.await(connecting));
      assertTrue(refused.fault() instanceof Fault.PeerBrokeRules, refused.getMessage());
      assertFalse(near.isOpen());
    }
  }

  /** Reads an alert and the end after it: which alert it is. */
  private static int alertAndEnd(SocketChannel client) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(100);
    while (client.read(answer) >= 0) {
      assertTrue(answer.hasRemaining());
    }
    assertEquals(7, answer.position());
    assertEquals(21, answer.get(0));
    return answer.get(6);
  }
}
